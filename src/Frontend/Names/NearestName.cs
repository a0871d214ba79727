namespace MCFuser.Frontend.Names;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    private const int Listed = 24;

    /// <summary>What to do about an unknown name: the nearest of the known ones, or the list of them.</summary>
    public static string Advice(string name, IEnumerable<string> known, string what)
    {
        var candidates = known.Distinct().ToList();
        if (Find(name, candidates) is { } nearest) return $"did you mean '{nearest}'?";
        if (candidates.Count == 0) return $"there are no {what}";
        var more = candidates.Count > Listed ? $" and {candidates.Count - Listed} more" : "";
        return $"the {what} are {string.Join(", ", candidates.Take(Listed).Select(Quoting.Shorten))}{more}";
    }

    /// <summary>
    /// The first of the nearest names, if it is near: one letter in three may be wrong, one in a short name, but not the only one.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> candidates) =>
        candidates.Where(c => Math.Max(c.Length, name.Length) <= Limits.NameLength)
            .Select(c => (Name: c, Distance: Distance(name, c)))
            .Where(c => c.Distance <= Math.Max(1, name.Length / 3) && c.Distance < Math.Max(name.Length, c.Name.Length))
            .OrderBy(c => c.Distance).FirstOrDefault().Name;

    /// <summary>How many letters to insert, remove, replace or swap with their neighbour, whatever their case.</summary>
    private static int Distance(string from, string to)
    {
        (from, to) = (from.ToUpperInvariant(), to.ToUpperInvariant());
        var rows = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= to.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[from.Length, to.Length];
    }
}
