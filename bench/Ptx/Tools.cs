using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MCFuser.Runtime.Cuda.Nvrtc;

namespace MCFuser.Bench.Ptx;

/// <summary>The assembler and the disassembler of a CUDA toolkit: beside NVRTC, or in PATH.</summary>
internal static partial class Tools
{
    /// <summary>Assembles PTX to a file, and says how many registers and bytes of spilling (stores and loads) a thread has.</summary>
    public static (int Registers, int Spills) Assemble(string ptx, string arch, string cubin)
    {
        var log = Run("ptxas", $"-arch={arch}", "-v", ptx, "-o", cubin);
        return (Number(Registers().Match(log)), Spills().Matches(log).Sum(Number));
    }

    public static string Disassemble(string cubin) => Run("nvdisasm", "-c", cubin);

    /// <summary>The full path; null if there is none.</summary>
    public static string? Find(string tool)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Prepend(Environment.GetEnvironmentVariable(NvrtcSearch.PathVariable) ?? "").Select(f => Path.Combine(f, tool)).FirstOrDefault(File.Exists);
    }

    private static string Run(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Find(tool)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output + error.Result : throw new InvalidOperationException($"{tool} {string.Join(' ', arguments)}: {error.Result}");
    }

    private static int Number(Match match) => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Used (\d+) registers")]
    private static partial Regex Registers();

    [GeneratedRegex(@"(\d+) bytes spill")]
    private static partial Regex Spills();
}
