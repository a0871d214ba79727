namespace MCFuser.Tests.Support;

/// <summary>A folder that goes away with the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mcfuser-test-");

    public string Path => _folder.FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    /// <summary>Every file below the folder: relative path and bytes in hexadecimal, in order.</summary>
    public IReadOnlyList<(string Name, string Bytes)> Content() =>
    [
        .. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(f => (System.IO.Path.GetRelativePath(Path, f), Convert.ToHexString(System.IO.File.ReadAllBytes(f)))),
    ];

    public void Dispose() => _folder.Delete(recursive: true);
}
