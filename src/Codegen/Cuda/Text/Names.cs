using System.Text;

namespace MCFuser.Codegen.Cuda.Text;

/// <summary>Identifiers of C++ for the names of a kernel: unique, and no word of the language or of the prelude.</summary>
internal sealed class Names
{
    private readonly Dictionary<string, string> _identifiers = [];
    private readonly HashSet<string> _taken;

    public Names(IEnumerable<string> reserved) => _taken = [.. reserved];

    public string this[string name]
    {
        get
        {
            if (!_identifiers.TryGetValue(name, out var known)) _identifiers[name] = known = Claim(name);
            return known;
        }
    }

    /// <summary>A new identifier, like the name if that is free.</summary>
    public string Claim(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name) text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        if (text.Length == 0 || char.IsAsciiDigit(text[0])) text.Insert(0, 'x');
        while (!_taken.Add(text.ToString())) text.Append('_');
        return text.ToString();
    }
}
