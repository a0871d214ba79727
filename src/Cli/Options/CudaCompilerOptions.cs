using System.CommandLine;
using System.CommandLine.Parsing;
using MCFuser.Compiler.Cuda;

namespace MCFuser.Cli.Options;

/// <summary>The options of commands that compile CUDA C++.</summary>
internal sealed class CudaCompilerOptions
{
    private static readonly string[] Files = ["cu", "ptx", "cubin"];

    private readonly Option<CudaFiles?> _emit = new("--emit")
    {
        HelpName = "cu,ptx,cubin", CustomParser = Emit, Description = "For cuda: the files of a kernel to write; all that the compiler makes without it.",
    };

    private readonly Option<string> _compiler = new("--cuda-compiler") { DefaultValueFactory = _ => "nvrtc", Description = "For cuda: what compiles the text." };

    /// <param name="emits">Whether the command writes the files of kernels.</param>
    public void AddTo(Command command, bool emits = false)
    {
        if (emits)
        {
            _compiler.AcceptOnlyFromAmong("nvrtc", "nvcc", "clang", "none");
            command.Add(_emit);
        }
        else
        {
            _compiler.AcceptOnlyFromAmong("nvrtc", "nvcc", "clang");
        }

        command.Add(_compiler);
    }

    public CudaOptions Read(ParseResult parsed) => new()
    {
        Emit = parsed.GetValue(_emit),
        Compiler = parsed.GetValue(_compiler) switch
        {
            "nvcc" => CudaCompilerKind.Nvcc,
            "clang" => CudaCompilerKind.Clang,
            "none" => CudaCompilerKind.None,
            _ => CudaCompilerKind.Nvrtc,
        },
    };

    private static CudaFiles? Emit(ArgumentResult argument)
    {
        var files = CudaFiles.None;
        foreach (var name in argument.Tokens[0].Value.Split(','))
        {
            var index = Array.IndexOf(Files, name.Trim());
            if (index < 0) argument.AddError($"'{name}' is no file of a kernel: a list of {string.Join(", ", Files)}");
            else files |= (CudaFiles)(1 << index);
        }

        return files;
    }
}
