using System.Globalization;
using System.Text.RegularExpressions;
using MCFuser.Codegen.Cuda;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Compiler.Cuda;

/// <summary>Reads what NVRTC, nvcc, ptxas and clang print while they compile one kernel.</summary>
internal static partial class CompilerLog
{
    /// <summary>The errors and warnings, with their lines in <c>kernel.cu</c> or, where the assembler speaks, <c>kernel.ptx</c>.</summary>
    /// <param name="log">All that was printed.</param>
    /// <param name="folder">What stands before the names of the files.</param>
    public static IEnumerable<Diagnostic> Diagnostics(string log, string folder)
    {
        foreach (var line in log.ReplaceLineEndings("\n").Split('\n'))
        {
            if (Message(line) is not { } match) continue;
            var file = $"{folder}/{(line.StartsWith("ptxas", StringComparison.Ordinal) ? CudaPackage.PtxFile : CudaPackage.TextFile)}";
            SourceSpan? place = match.Groups["line"] is { Success: true, Value: var number } ? new SourceSpan(Number(number), Column(match), 1) : null;
            var problem = match.Groups["message"].Value.Trim();
            yield return match.Groups["severity"].Value.Contains("warning", StringComparison.Ordinal) || match.Groups["loss"].Success
                ? CudaCompilerErrors.Warning(file, problem, place)
                : CudaCompilerErrors.Error(file, problem, place);
        }
    }

    /// <summary>What <c>ptxas -v</c> says of a kernel; null if it says nothing.</summary>
    public static KernelResources? Resources(string log, string entry)
    {
        var start = log.IndexOf($"Compiling entry function '{entry}'", StringComparison.Ordinal);
        if (start < 0) return null;
        var properties = log.IndexOf($"Function properties for {entry}", start, StringComparison.Ordinal);
        var own = log[(properties < 0 ? start : properties)..];
        return new KernelResources(
            Registers: First(Registers(), own),
            SpillStores: First(SpillStores(), own),
            SpillLoads: First(SpillLoads(), own),
            StackBytes: First(Stack(), own),
            SharedBytes: First(Shared(), own),
            ConstantBytes: First(Constants(), own),
            Barriers: First(Barriers(), own));
    }

    private static Match? Message(string line) =>
        ((Regex[])[Text(), Clang(), Assembler(), AssemblerLoss(), Tool()]).Select(r => r.Match(line)).FirstOrDefault(m => m.Success);

    private static int Column(Match match) => match.Groups["column"] is { Success: true, Value: var column } ? Number(column) : 1;

    private static int First(Regex pattern, string text) => pattern.Match(text) is { Success: true } match ? Number(match.Groups[1].Value) : 0;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[^():]+\((?<line>\d+)\): (?<severity>(catastrophic )?error|warning)( #[\w-]+)?: (?<message>.*)$")]
    private static partial Regex Text();

    [GeneratedRegex(@"^[^:]+:(?<line>\d+):(?<column>\d+): (?<severity>(fatal )?error|warning): (?<message>.*)$")]
    private static partial Regex Clang();

    [GeneratedRegex(@"^ptxas (.*, line (?<line>\d+); )?(?<severity>error|warning|fatal)\s*: (?<message>.*)$")]
    private static partial Regex Assembler();

    /// <summary>wgmma that the assembler cannot overlap is reported as information.</summary>
    [GeneratedRegex(@"^ptxas info\s*: (?<message>.*(?<loss>Potential Performance Loss).*)$")]
    private static partial Regex AssemblerLoss();

    [GeneratedRegex(@"^(nvcc|nvrtc|\S*clang\S*)\s*:? (?<severity>fatal|error|warning)\s*: (?<message>.*)$")]
    private static partial Regex Tool();

    [GeneratedRegex(@"Used (\d+) registers")]
    private static partial Regex Registers();

    [GeneratedRegex(@"(\d+) bytes spill stores")]
    private static partial Regex SpillStores();

    [GeneratedRegex(@"(\d+) bytes spill loads")]
    private static partial Regex SpillLoads();

    [GeneratedRegex(@"(\d+) bytes stack frame")]
    private static partial Regex Stack();

    [GeneratedRegex(@"(\d+)(?:\+\d+)? bytes smem")]
    private static partial Regex Shared();

    [GeneratedRegex(@"(\d+) bytes cmem\[0\]")]
    private static partial Regex Constants();

    [GeneratedRegex(@"used (\d+) barriers")]
    private static partial Regex Barriers();
}
