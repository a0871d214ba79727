using System.Globalization;
using System.Text.RegularExpressions;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Codegen.Cuda.Emulation;

/// <summary>A kernel's text compiled for the CPU, which can be run as often as wished; each run is a process of its own.</summary>
public sealed partial class EmulatedKernel : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly bool _isSanitized;
    private int _runs;

    private EmulatedKernel(bool isSanitized) => _isSanitized = isSanitized;

    /// <summary>What the compiler has against the text; null if nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>Compiles a text. The test is skipped where that is impossible.</summary>
    /// <param name="isSanitized">Also report accesses outside of local arrays and undefined behaviour; takes several times as long.</param>
    public static async Task<EmulatedKernel> Compile(string text, bool isSanitized = false)
    {
        HostCompiler.Require();
        var kernel = new EmulatedKernel(isSanitized);
        await kernel.CompileLibrary(text);
        return kernel;
    }

    /// <summary>Compiles and runs once; a text that does not compile has the fault <c>compile</c>.</summary>
    public static async Task<EmulationResult> Run(string text, EmulatedLaunch launch, EmulationSchedule? schedule = null, bool isSanitized = false)
    {
        using var kernel = await Compile(text, isSanitized);
        return await kernel.Run(launch, schedule);
    }

    public async Task<EmulationResult> Run(EmulatedLaunch launch, EmulationSchedule? schedule = null)
    {
        if (Problem is not null) return new EmulationResult("compile", Problem, []);
        var files = Path.Combine(_folder.Path, Interlocked.Increment(ref _runs).ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(files);
        var description = Path.Combine(files, "launch.txt");
        await File.WriteAllLinesAsync(description, Describe(launch, schedule ?? EmulationSchedule.Lowest, files));
        var process = await ProcessResult.Run(await HostCompiler.Runtime(_isSanitized), [description], TimeSpan.FromSeconds(10 * launch.Seconds));
        var result = process.ExitCode == 0
            ? new EmulationResult(null, "", ReadBuffers(launch, files)) { Conflicts = long.Parse(process.Output, CultureInfo.InvariantCulture) }
            : Failure(process);
        Directory.Delete(files, recursive: true);
        return result;
    }

    /// <summary>The lines of the kernel's text that a fault came from, innermost first.</summary>
    public async Task<string> Locate(EmulationResult result)
    {
        var library = _folder.File("lines.so");
        await HostCompiler.Compile(_folder.File("kernel.cu"), library, _isSanitized, withLines: true);
        var lines = await ProcessResult.Run("addr2line", ["-e", library, "-i", string.Create(CultureInfo.InvariantCulture, $"0x{result.Place - 1:x}")], TimeSpan.FromMinutes(1));
        return string.Join(", ", lines.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => $"line {l[(l.LastIndexOf(':') + 1)..]}"));
    }

    /// <summary>The compiler made the same of both texts.</summary>
    public bool HasSameCode(EmulatedKernel other) => File.ReadAllBytes(_folder.File("kernel.so")).AsSpan().SequenceEqual(File.ReadAllBytes(other._folder.File("kernel.so")));

    public void Dispose() => _folder.Dispose();

    private async Task CompileLibrary(string text)
    {
        var result = await HostCompiler.Compile(_folder.Write("kernel.cu", text), _folder.File("kernel.so"), _isSanitized);
        if (result.ExitCode != 0) Problem = result.ExitCode is null ? "the compiler takes too long" : result.Error;
    }

    private IEnumerable<string> Describe(EmulatedLaunch launch, EmulationSchedule schedule, string files)
    {
        yield return $"library {_folder.File("kernel.so")}";
        yield return $"entry {launch.Entry}";
        foreach (var (word, value) in new[] { ("blocks", launch.Blocks), ("threads", launch.Threads), ("shared", launch.SharedBytes), ("launches", launch.Launches), ("seconds", launch.Seconds), ("conflicts", launch.CountsConflicts ? 1 : 0) })
            yield return string.Create(CultureInfo.InvariantCulture, $"{word} {value}");
        yield return $"policy {schedule.Policy}";
        yield return string.Create(CultureInfo.InvariantCulture, $"seed {schedule.Seed}");
        for (var i = 0; i < launch.Arguments.Count; i++)
        {
            var argument = launch.Arguments[i];
            if (argument.Role == BufferRole.In) File.WriteAllBytes(FileOf(files, i), argument.Content.Span);
            yield return string.Create(CultureInfo.InvariantCulture, $"{argument.Role.ToString().ToLowerInvariant()} {argument.Bytes} {FileOf(files, i)}");
        }
    }

    private static string FileOf(string files, int argument) => Path.Combine(files, string.Create(CultureInfo.InvariantCulture, $"{argument}.bin"));

    private static List<byte[]> ReadBuffers(EmulatedLaunch launch, string files) =>
        [.. launch.Arguments.Select((a, i) => a.Role == BufferRole.In ? [] : File.ReadAllBytes(FileOf(files, i)))];

    private static EmulationResult Failure(ProcessResult process)
    {
        if (process.ExitCode is null) return new EmulationResult("time", "the run was stopped", []);
        var fault = FaultLine().Match(process.Error);
        if (!fault.Success)
        {
            Assert.False(process.Error.StartsWith("launch:", StringComparison.Ordinal), process.Error);
            return new EmulationResult(process.Error.Contains("Sanitizer", StringComparison.Ordinal) || process.Error.Contains("runtime error", StringComparison.Ordinal) ? "sanitizer" : "crash", process.Error, []);
        }

        var place = fault.Groups["place"].Success ? long.Parse(fault.Groups["place"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : 0;
        return new EmulationResult(fault.Groups["kind"].Value, fault.Value, []) { Place = place };
    }

    [GeneratedRegex(@"^fault (?<kind>[a-z ]+): (.*?at 0x(?<place>[0-9a-f]+): )?.*$", RegexOptions.Multiline)]
    private static partial Regex FaultLine();
}
