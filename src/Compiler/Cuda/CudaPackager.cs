using MCFuser.Codegen.Cuda;
using MCFuser.Codegen.Packages;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Compiler.Cuda;

/// <summary>A kernel's package, not written yet, and what the compiler said of it.</summary>
public sealed record PackagedCuda(CudaKernel Kernel, CompiledCuda Compiled, PackageContent Content);

/// <summary>Makes the packages of a graph's kernels for a GPU: text, compile side by side, pack.</summary>
/// <param name="lower">Turns a tile program into CUDA C++.</param>
public sealed class CudaPackager(Func<TileProgram, DeviceSpec, CudaKernel> lower)
{
    /// <summary>The compiler's own: the one place where a tile program becomes CUDA C++.</summary>
    public static CudaPackager Standard { get; } = new(CudaLowering.Lower);

    /// <returns>In the order of the kernels.</returns>
    /// <exception cref="DiagnosticException">
    /// A kernel cannot be launched on the device (exit 3); there is no compiler, or it does not make what is asked for, or does not know the architecture (exit 4).
    /// </exception>
    public EquatableArray<PackagedCuda> Build(Compilation compilation, CudaOptions options, CancellationToken cancellation)
    {
        var files = options.Files();
        var compiler = files == CudaFiles.Cu ? null : CudaCompilers.Find(options.Compiler);
        var kernels = compilation.Kernels.Select(k => lower(k.Program, compilation.Device)).ToList();
        var compiled = compiler?.CompileAll(kernels, compilation.Device.Arch, cancellation) ?? [.. kernels.Select(_ => CompiledCuda.None)];
        return compilation.Kernels.Select((kernel, i) => Pack(kernel.Chain, kernel.Program, kernels[i], compiled[i], files, compilation.Device)).ToEquatableArray();
    }

    /// <summary>The package of one kernel.</summary>
    /// <exception cref="DiagnosticException">As for all kernels of a graph.</exception>
    public PackagedCuda Build(OperatorChain chain, TileProgram program, DeviceSpec device, CudaOptions options, CancellationToken cancellation)
    {
        var files = options.Files();
        var kernel = lower(program, device);
        var compiled = files == CudaFiles.Cu ? CompiledCuda.None : CudaCompilers.Find(options.Compiler).Compile(kernel, device.Arch, cancellation);
        return Pack(chain, program, kernel, compiled, files, device);
    }

    private static PackagedCuda Pack(OperatorChain chain, TileProgram program, CudaKernel text, CompiledCuda compiled, CudaFiles files, DeviceSpec device)
    {
        var kept = compiled with
        {
            Ptx = files.HasFlag(CudaFiles.Ptx) ? compiled.Ptx : null,
            Cubin = files.HasFlag(CudaFiles.Cubin) ? compiled.Cubin : null,
        };
        return new PackagedCuda(text, compiled, CudaPackage.Build(chain, program, text, kept, files.HasFlag(CudaFiles.Cu), device));
    }
}
