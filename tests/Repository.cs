namespace MCFuser.Tests;

/// <summary>Finds files of the checkout that the tests were built in.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    public static string ReadText(string relative) => File.ReadAllText(Path(relative)).ReplaceLineEndings("\n");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "MCFuser.sln"))) return folder.FullName;
        throw new InvalidOperationException($"no checkout around {AppContext.BaseDirectory}");
    }
}
