namespace MCFuser.Cli.Text;

/// <summary>A part of a page that a command owns, between two marks: several commands write to one page, each its own part.</summary>
internal static class MarkedSection
{
    /// <summary>The page with the section's text in place of the old one, or at its end if it had none.</summary>
    public static string Replace(string page, string name, string text)
    {
        var (begin, end) = ($"<!-- begin: {name} -->", $"<!-- end: {name} -->");
        var section = $"{begin}\n{text.Trim()}\n{end}";
        var (first, last) = (page.IndexOf(begin, StringComparison.Ordinal), page.IndexOf(end, StringComparison.Ordinal));
        return first >= 0 && last > first ? page[..first] + section + page[(last + end.Length)..] : $"{page.TrimEnd()}\n\n{section}\n".TrimStart();
    }
}
