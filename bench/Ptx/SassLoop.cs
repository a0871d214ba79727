using System.Text.RegularExpressions;

namespace MCFuser.Bench.Ptx;

/// <summary>
/// The loop of a kernel's machine code that holds the most matrix instructions (HMMA), the smallest of several. A kernel without one counts
/// as a whole. <c>Seldom</c> are the instructions that a branch after a vote of the warp jumps over: rescaling, which runs in few tiles.
/// </summary>
internal sealed partial record SassLoop(int Instructions, int Seldom, int MatrixInstructions, bool IsWhole)
{
    public override string ToString()
    {
        if (MatrixInstructions == 0) return "-";
        var often = (double)(Instructions - Seldom) / MatrixInstructions;
        var seldom = Seldom > 0 ? FormattableString.Invariant($" + {(double)Seldom / MatrixInstructions:0.00}") : "";
        return FormattableString.Invariant($"{often:0.00}{seldom}") + (IsWhole ? " (no loop)" : "");
    }

    /// <param name="listing">What <c>nvdisasm -c</c> prints.</param>
    public static SassLoop Read(string listing)
    {
        var (labels, code) = Parse(listing);
        SassLoop? best = null;
        for (var end = 0; end < code.Count; end++)
        {
            if (Branch().Match(code[end]) is not { Success: true } branch || !labels.TryGetValue(branch.Groups[1].Value, out var start) || start > end) continue;
            var loop = Count(code, labels, start, end, whole: false);
            if (loop.MatrixInstructions > (best?.MatrixInstructions ?? 0)
                || (best is not null && loop.MatrixInstructions == best.MatrixInstructions && loop.Instructions < best.Instructions)) best = loop;
        }

        return best ?? Count(code, labels, 0, code.Count - 1, whole: true);
    }

    private static (Dictionary<string, int> Labels, List<string> Code) Parse(string listing)
    {
        var labels = new Dictionary<string, int>();
        var code = new List<string>();
        foreach (var line in listing.Split('\n'))
        {
            if (Label().Match(line) is { Success: true } label) labels[label.Groups[1].Value] = code.Count;
            else if (Instruction().Match(line) is { Success: true } instruction) code.Add(instruction.Groups[1].Value);
        }

        return (labels, code);
    }

    private static SassLoop Count(List<string> code, Dictionary<string, int> labels, int start, int end, bool whole)
    {
        var body = code[start..(end + 1)];
        return new SassLoop(Real(body), whole ? 0 : SeldomIn(code, labels, start, end), body.Count(c => c.Contains("HMMA", StringComparison.Ordinal)), whole);
    }

    private static int SeldomIn(List<string> code, Dictionary<string, int> labels, int start, int end)
    {
        const int reach = 12;
        var seldom = 0;
        for (var vote = start; vote <= end; vote++)
        {
            if (!code[vote].Contains("VOTE.ANY", StringComparison.Ordinal)) continue;
            for (var i = vote + 1; i < Math.Min(vote + reach, end); i++)
            {
                if (Skip().Match(code[i]) is not { Success: true } skip || !labels.TryGetValue(skip.Groups[1].Value, out var target)) continue;
                if (target > i) seldom += Real(code[(i + 1)..target]);
                break;
            }
        }

        return seldom;
    }

    private static int Real(IEnumerable<string> code) => code.Count(c => !Padding().IsMatch(c));

    [GeneratedRegex(@"^\s*(\.L_x_\d+):")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\s*/\*[0-9a-f]{4,}\*/\s+(.*?);")]
    private static partial Regex Instruction();

    [GeneratedRegex(@"BRA.*`\((\.L_x_\d+)\)")]
    private static partial Regex Branch();

    [GeneratedRegex(@"^@!?U?P\d BRA.*`\((\.L_x_\d+)\)")]
    private static partial Regex Skip();

    [GeneratedRegex(@"\bNOP\b")]
    private static partial Regex Padding();
}
