namespace MCFuser.Compiler.Cuda;

/// <summary>The files of a kernel.</summary>
[Flags]
public enum CudaFiles
{
    None = 0,
    Cu = 1,
    Ptx = 2,
    Cubin = 4,
}

/// <summary>What turns CUDA C++ into PTX and machine code.</summary>
public enum CudaCompilerKind
{
    /// <summary>NVIDIA's library, in this process.</summary>
    Nvrtc,

    /// <summary>NVIDIA's program.</summary>
    Nvcc,

    /// <summary>PTX only.</summary>
    Clang,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>How kernels for a GPU are compiled, and which of their files are kept.</summary>
public sealed record CudaOptions
{
    public CudaCompilerKind Compiler { get; init; } = CudaCompilerKind.Nvrtc;

    /// <summary>Null for all that the compiler gives.</summary>
    public CudaFiles? Emit { get; init; }

    /// <summary>The files to keep.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">The compiler does not make one that is asked for (MCF5203, exit 4).</exception>
    public CudaFiles Files()
    {
        var possible = Compiler switch
        {
            CudaCompilerKind.None => CudaFiles.Cu,
            CudaCompilerKind.Clang => CudaFiles.Cu | CudaFiles.Ptx,
            _ => CudaFiles.Cu | CudaFiles.Ptx | CudaFiles.Cubin,
        };
        var files = Emit ?? possible;
        return (files & ~possible) == 0 ? files : throw CudaCompilerErrors.OutputUnavailable(Compiler.ToString().ToLowerInvariant(), files & ~possible);
    }
}
