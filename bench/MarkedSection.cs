namespace MCFuser.Bench;

/// <summary>A part of a Markdown file that a program writes, between two comments; the rest of the file stays as it is.</summary>
internal static class MarkedSection
{
    /// <summary>Replaces the section, or adds it at the end.</summary>
    public static void Write(string file, string name, IEnumerable<string> lines)
    {
        var (begin, end) = ($"<!-- begin: {name} -->", $"<!-- end: {name} -->");
        var old = File.ReadAllLines(file).ToList();
        var (first, last) = (old.IndexOf(begin), old.IndexOf(end));
        IEnumerable<string> before = first < 0 ? [.. old, ""] : old[..first], after = first < 0 ? [] : old[(last + 1)..];
        File.WriteAllText(file, string.Join('\n', [.. before, begin, .. lines, end, .. after]) + "\n");
    }
}
