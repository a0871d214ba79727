namespace MCFuser.Tests.Support;

/// <summary>
/// Compares a text with the file <c>tests/Golden/NAME.golden</c>; with MCFUSER_UPDATE_GOLDEN=1 it writes the file instead
/// (<c>./test --update-golden</c>), and the change is to be read before it is committed.
/// </summary>
public static class Golden
{
    private static bool Updates => Environment.GetEnvironmentVariable("MCFUSER_UPDATE_GOLDEN") == "1";

    public static void Match(string name, string text)
    {
        var file = Repository.Path($"tests/Golden/{name}.golden");
        if (Updates)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            return;
        }

        Assert.True(File.Exists(file), $"{file} is missing; './test --update-golden' writes it");
        Assert.Equal(File.ReadAllText(file), text);
    }
}
