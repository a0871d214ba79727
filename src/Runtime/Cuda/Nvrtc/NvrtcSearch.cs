namespace MCFuser.Runtime.Cuda.Nvrtc;

/// <summary>
/// Where NVRTC may lie: <c>MCFUSER_NVRTC_PATH</c> alone if it is set, else the toolkit of <c>CUDA_PATH</c>, the active Python environment, and the
/// usual places of Linux.
/// </summary>
/// <param name="environment">The variables of the process.</param>
/// <param name="root">The folder that holds <c>usr</c> and <c>opt</c>.</param>
public sealed class NvrtcSearch(Func<string, string?> environment, string root)
{
    public const string PathVariable = "MCFUSER_NVRTC_PATH";

    /// <summary>Newest first; the number is that of the interface, which is older than the toolkit.</summary>
    private static readonly string[] Names = ["libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2"];

    private static readonly string[] ToolkitFolders = ["lib64", "lib", "targets/x86_64-linux/lib", "targets/sbsa-linux/lib"];

    /// <summary>The machine that runs this process.</summary>
    public static NvrtcSearch Here { get; } = new(Environment.GetEnvironmentVariable, "/");

    /// <summary>The folders, best first; not all of them exist.</summary>
    public IEnumerable<string> Folders => environment(PathVariable) is { Length: > 0 } own ? [own] : [.. Toolkit(), .. Python(), .. Usual()];

    /// <summary>The library by its full path; null if no folder has it.</summary>
    public string? Find() => Folders.SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>
    /// What NVRTC opens by bare name: it finds them only if they were loaded before. A folder holds those of one version, perhaps under several
    /// names.
    /// </summary>
    public static IEnumerable<string> Builtins(string library) =>
        Matches(Path.GetDirectoryName(library)!, "libnvrtc-builtins.so*", Directory.EnumerateFiles);

    private IEnumerable<string> Toolkit() => environment("CUDA_PATH") is { Length: > 0 } toolkit ? ToolkitFolders.Select(f => Path.Combine(toolkit, f)) : [];

    private IEnumerable<string> Python()
    {
        foreach (var prefix in new[] { environment("VIRTUAL_ENV"), environment("CONDA_PREFIX") }.OfType<string>().Where(p => p.Length > 0))
        {
            yield return Path.Combine(prefix, "lib");
            foreach (var version in Matches(Path.Combine(prefix, "lib"), "python3*", Directory.EnumerateDirectories))
            {
                foreach (var package in Matches(Path.Combine(version, "site-packages", "nvidia"), "cu*", Directory.EnumerateDirectories))
                    yield return Path.Combine(package, "lib");
            }
        }
    }

    private IEnumerable<string> Usual()
    {
        var local = Path.Combine(root, "usr/local");
        var toolkits = Matches(local, "cuda-*", Directory.EnumerateDirectories).OrderByDescending(Version).Prepend(Path.Combine(local, "cuda"));
        foreach (var folder in toolkits.Append(Path.Combine(root, "opt/cuda")).SelectMany(t => ToolkitFolders.Select(f => Path.Combine(t, f)))) yield return folder;
        foreach (var folder in (string[])["usr/lib/x86_64-linux-gnu", "usr/lib/aarch64-linux-gnu", "usr/lib64", "usr/lib"]) yield return Path.Combine(root, folder);
    }

    private static Version Version(string toolkit) => System.Version.TryParse(Path.GetFileName(toolkit)["cuda-".Length..], out var version) ? version : new Version();

    private static IEnumerable<string> Matches(string folder, string pattern, Func<string, string, IEnumerable<string>> enumerate) =>
        Directory.Exists(folder) ? enumerate(folder, pattern).OrderDescending(StringComparer.Ordinal) : [];
}
