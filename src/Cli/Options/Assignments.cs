using System.Globalization;

namespace MCFuser.Cli.Options;

/// <summary>Reads options of the form NAME=VALUE, given several times.</summary>
internal static class Assignments
{
    /// <summary>Extents: NAME=INTEGER, also several in one text with commas between.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">A text is malformed (MCF5002) or a name stands twice (MCF5003); exit 1.</exception>
    public static Dictionary<string, long> Extents(string option, IEnumerable<string> texts)
    {
        var pairs = texts.SelectMany(t => t.Split(',')).Select(t => Split(option, t, "m=197"));
        return Distinct(option, pairs.Select(p => (p.Name, Integer(option, p.Name, p.Value))));
    }

    /// <summary>Files: NAME=PATH, one a text.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">A text is malformed (MCF5002) or a name stands twice (MCF5003); exit 1.</exception>
    public static Dictionary<string, string> Files(string option, IEnumerable<string> texts) =>
        Distinct(option, texts.Select(t => Split(option, t, "Q=q.npy")));

    private static (string Name, string Value) Split(string option, string text, string example)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = equals < 0 ? (text, "") : (text[..equals].Trim(), text[(equals + 1)..].Trim());
        return name.Length > 0 && value.Length > 0 ? (name, value) : throw CliErrors.MalformedAssignment(option, text, example);
    }

    private static long Integer(string option, string name, string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw CliErrors.MalformedAssignment(option, $"{name}={value}", $"{name}=197");

    private static Dictionary<string, T> Distinct<T>(string option, IEnumerable<(string Name, T Value)> pairs)
    {
        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
            if (!values.TryAdd(name, value)) throw CliErrors.RepeatedAssignment(option, name);
        return values;
    }
}
