namespace MCFuser.Tests.Support;

/// <summary>The files of <c>samples</c> by name: <c>attention</c>, <c>paper/g1</c>.</summary>
public static class SampleFiles
{
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Path("samples"), "*.mcf", SearchOption.AllDirectories)
            .Select(f => System.IO.Path.ChangeExtension(System.IO.Path.GetRelativePath(Repository.Path("samples"), f), null).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Those that differ in more than extents: the shapes of the paper are represented by their first.</summary>
    public static IEnumerable<string> Kinds => All.Where(s => s is "paper/g1" or "paper/s1" || !s.StartsWith("paper/", StringComparison.Ordinal));

    public static string Path(string sample) => Repository.Path($"samples/{sample}.mcf");
}
