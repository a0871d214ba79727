namespace MCFuser.Tests.Support;

/// <summary>The checkout that the tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>The samples by name, <c>attention</c> and <c>paper/g1</c> for instance.</summary>
    public static IEnumerable<string> Samples { get; } = Directory
        .EnumerateFiles(Path("samples"), "*.mcf", SearchOption.AllDirectories)
        .Select(f => System.IO.Path.ChangeExtension(System.IO.Path.GetRelativePath(Path("samples"), f), null).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)
        .ToList();

    public static string Sample(string name) => Path("samples", name + ".mcf");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "MCFuser.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"no MCFuser.sln above {AppContext.BaseDirectory}");
    }
}
