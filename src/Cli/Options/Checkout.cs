namespace MCFuser.Cli.Options;

/// <summary>The checkout that the program was built in, if it still lies there.</summary>
internal static class Checkout
{
    public static string? PerformancePage => Root is { } root ? Path.Combine(root, "docs", "performance.md") : null;

    private static string? Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !(File.Exists(Path.Combine(folder.FullName, "MCFuser.sln")) && Directory.Exists(Path.Combine(folder.FullName, "docs"))))
                folder = folder.Parent;
            return folder?.FullName;
        }
    }
}
