using MCFuser.Codegen.Cuda;

namespace MCFuser.Compiler.Cuda;

/// <summary>clang without a CUDA toolkit: PTX only, and inline assembly is not checked.</summary>
/// <param name="program">Its full path.</param>
public sealed class ClangCompiler(string program) : ICudaCompiler
{
    private const string Header = "cuda.h";

    private const string Refusal = "unsupported CUDA gpu architecture";

    private static readonly Lazy<string> HeaderText = new(() =>
    {
        using var reader = new StreamReader(typeof(ClangCompiler).Assembly.GetManifestResourceStream("Cuda/ClangCuda.h")!);
        return reader.ReadToEnd();
    });

    public string Name => program;

    public CompiledCuda Compile(CudaKernel kernel, string arch, CancellationToken cancellation)
    {
        using var process = new ToolProcess();
        process.Write(CudaPackage.TextFile, kernel.Text);
        process.Write(Header, HeaderText.Value);
        string[] arguments =
        [
            "-x", "cuda", "--cuda-device-only", "-nocudainc", "-nocudalib", $"--cuda-gpu-arch={arch}", "--cuda-feature=+ptx80", "-std=c++17", "-O3",
            "-Wno-unused", "-Wno-parentheses", "-S", "-include", Header, "-o", CudaPackage.PtxFile, CudaPackage.TextFile,
        ];
        var (succeeded, log) = process.Run(program, arguments, cancellation);
        if (!succeeded && log.Contains(Refusal, StringComparison.Ordinal)) throw CudaCompilerErrors.ArchitectureUnknown("clang", arch);
        return new CompilerOutput(succeeded, process.Read(CudaPackage.PtxFile), null, log).Read(kernel);
    }
}
