using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using System.Text;

namespace MCFuser.Tests.Codegen.Cuda.Emulation;

/// <summary>The C++ compiler, and the emulator's runtime made with it: once for each content of its sources, kept among the temporary files.</summary>
internal static class HostCompiler
{
    private const string Compiler = "g++";
    private static readonly string[] _common = ["-std=c++17", "-march=native"];
    private static readonly Lazy<string?> _problem = new(FindProblem);
    private static readonly Lazy<Task<string>> _plain = new(() => BuildRuntime(false));
    private static readonly Lazy<Task<string>> _sanitized = new(() => BuildRuntime(true));

    private static string Native => Repository.Path("tests/Codegen/Cuda/Emulation/Native");

    /// <summary>Skips the test where kernels cannot be emulated.</summary>
    public static void Require() => Assert.SkipWhen(_problem.Value is not null, _problem.Value ?? "");

    /// <summary>The program that runs a launch.</summary>
    public static Task<string> Runtime(bool isSanitized) => (isSanitized ? _sanitized : _plain).Value;

    /// <summary>Compiles a kernel's text to a library. Jump threading would make two calls of a barrier between two equal conditions, and
    /// sibling calls would hide where a call came from: the emulator takes either for divergence.</summary>
    public static Task<ProcessResult> Compile(string source, string library, bool isSanitized, bool withLines = false) => ProcessResult.Run(Compiler,
    [
        .. _common, .. isSanitized ? Sanitizers : [], withLines ? "-g1" : "-g0", "-O1", "-w", "-shared", "-fPIC", "-nostdlib", "-fno-optimize-sibling-calls", "-fno-thread-jumps",
        "-include", Path.Combine(Native, "emulation.h"), "-x", "c++", source, "-o", library,
    ], TimeSpan.FromMinutes(2));

    private static string[] Sanitizers => ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-sanitize=vptr"];

    private static string? FindProblem()
    {
        if (!Avx2.IsSupported || !OperatingSystem.IsLinux()) return "the emulation of kernels needs Linux and an x86-64 CPU with AVX2";
        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        return folders.Any(f => File.Exists(Path.Combine(f, Compiler))) ? null : $"the emulation of kernels needs {Compiler}, which is not installed";
    }

    private static async Task<string> BuildRuntime(bool isSanitized)
    {
        var sources = Directory.GetFiles(Native).Order(StringComparer.Ordinal).ToList();
        string[] options = [.. _common, .. isSanitized ? Sanitizers : [], "-O3", "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter", "-rdynamic"];
        var content = string.Join('\n', sources.Select(File.ReadAllText).Concat(options));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..16];
        var program = Path.Combine(Path.GetTempPath(), $"mcfuser-emulation-{hash}");
        if (File.Exists(program)) return program;
        var partial = $"{program}.{Environment.ProcessId}";
        var result = await ProcessResult.Run(Compiler, [.. options, .. sources.Where(s => s.EndsWith(".cpp", StringComparison.Ordinal)), "-o", partial, "-ldl"], TimeSpan.FromMinutes(5));
        Assert.True(result.ExitCode == 0, result.Error);
        File.Move(partial, program, overwrite: true);
        return program;
    }
}
