namespace MCFuser.Tests.Architecture;

public class SourceTests
{
    private const int MaximumLines = 400;

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var sources = Sources().ToList();
        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources, f => File.ReadLines(f).Count() > MaximumLines);
    }

    [Fact]
    public void Nothing_is_left_unfinished()
    {
        string[] marks = ["NotImplementedException", "TO" + "DO", "FIX" + "ME"];
        Assert.DoesNotContain(Sources(), f => marks.Any(File.ReadAllText(f).Contains));
    }

    private static IEnumerable<string> Sources()
    {
        var separator = Path.DirectorySeparatorChar;
        string[] skipped = [$"{separator}obj{separator}", $"{separator}bin{separator}", $"{separator}Generated{separator}"];
        return Directory.EnumerateFiles(Repository.Path("src"), "*.cs", SearchOption.AllDirectories).Where(f => !skipped.Any(f.Contains));
    }
}
