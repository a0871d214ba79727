using System.Globalization;
using System.Text;

namespace MCFuser.Frontend.Names;

/// <summary>Shows a piece of the input in a message: one line, printable, not long.</summary>
internal static class Quoting
{
    private const int Longest = 40;

    public static string Quote(string text) => $"'{Shorten(text)}'";

    public static string Shorten(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(Longest))
        {
            if (Rune.IsControl(rune) || rune == Rune.ReplacementChar) shown.Append(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");
            else shown.Append(rune);
        }

        return text.EnumerateRunes().Skip(Longest).Any() ? $"{shown}..." : shown.ToString();
    }
}
