namespace MCFuser.Compiler.Cuda;

/// <summary>Finds programs in the toolkit of <c>CUDA_PATH</c>, in <c>PATH</c>, and in the usual place of a toolkit.</summary>
/// <param name="environment">The variables of the process.</param>
public sealed class ToolSearch(Func<string, string?> environment)
{
    /// <summary>The machine that runs this process.</summary>
    public static ToolSearch Here { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>The first of several names that some folder holds, by its full path; null if none does.</summary>
    public string? Find(params IEnumerable<string> names) =>
        names.SelectMany(name => Folders().Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    private IEnumerable<string> Folders()
    {
        if (environment("CUDA_PATH") is { Length: > 0 } toolkit) yield return Path.Combine(toolkit, "bin");
        foreach (var folder in (environment("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)) yield return folder;
        yield return "/usr/local/cuda/bin";
    }
}
