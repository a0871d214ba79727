using System.Globalization;
using System.Text.RegularExpressions;
using MCFuser.Core.Tensors;

namespace MCFuser.Tests.Codegen.Cuda.Emulation;

/// <summary>A small change of a kernel's text that should make it wrong.</summary>
/// <param name="Kind">What is changed: <c>wait</c>, <c>barrier</c>, <c>swizzle</c> and so on.</param>
/// <param name="Line">In the kernel's text, from 1.</param>
/// <param name="Before">The line, without the white space around it.</param>
/// <param name="After">What became of it.</param>
/// <param name="Text">The whole text with the change.</param>
public sealed record Mutation(string Kind, int Line, string Before, string After, string Text);

/// <summary>Seeded mutations of kernels, anywhere behind the primitives but in comments.</summary>
internal static partial class Mutations
{
    private const string OneLane = "thread_index() % 32 == 7";

    private static readonly Operation[] _operations =
    [
        new("wait", @"copy_wait<\d+>\(\);", (_, _) => ""),
        new("wait", @"(?<=copy_wait<)\d+", (m, _) => Text(Number(m) + 1)),
        new("group", @"copy_arrive\(\);", (_, _) => ""),
        new("barrier", @"barrier_(block|warp)\(\);|barrier_part<[^;]*\);", (_, _) => ""),
        new("barrier", @"barrier_block(?=\(\);)", (_, _) => "barrier_warp"),
        new("barrier", @"(?<=barrier_part<)\d+", (m, r) => Text(r.NextBetween(0, 1) == 0 ? Number(m) / 2 : Number(m) * 2)),
        new("fence", @"fence_device\(\);", (_, _) => ""),
        new("divergence", @"barrier_(block|warp)\(\);|Mma<\w+>::(add|first)\([^;]*\);|load_matrices(_transposed)?<[^;]*\);", (m, _) => $"if (!({OneLane})) {{ {m} }}"),
        new("divergence", @"shuffle(_xor)?\((\w+), [^()]*\)", (m, _) => $"({OneLane} ? {ShuffledValue().Match(m).Value} : {m})"),
        new("swizzle", @"(?<= )\^(?= )", (_, r) => Pick(r, "+", "|", "-")),
        new("swizzle", @"(?<=flip\(.*)\d+(?![\w.])", (m, r) => Changed(m, r)),
        new("comparison", @"(?<= )(<|<=|>|>=|==|!=)(?= )", (m, _) => m switch { "<" => ">=", "<=" => ">", ">" => "<=", ">=" => "<", "==" => "!=", _ => "==" }),
        new("predicate", @"(?<= )(&&|\|\|)(?= )", (m, _) => m == "&&" ? "||" : "&&"),
        new("predicate", @"(?<=[<,] ?)true(?=[,>])", (_, _) => "false"),
        new("index", @"\b(row|col|rows|cols|i|j|ROWS|COLS|R|C)\b(?!\()", (m, _) => m switch
        {
            "row" => "col", "col" => "row", "rows" => "cols", "cols" => "rows", "i" => "j", "j" => "i", "ROWS" => "COLS", "COLS" => "ROWS", "R" => "C", _ => "R",
        }),
        new("arithmetic", @"(?<= )(\+|-|\*|/|%|&|<<|>>|\+=|-=|\*=)(?= )", (m, _) => m switch
        {
            "+" => "-", "-" => "+", "*" => "+", "/" => "*", "%" => "/", "&" => "|", "<<" => ">>", ">>" => "<<", "+=" => "-=", "-=" => "+=", _ => "+=",
        }),
        new("constant", @"(?<![\w.])\d+(?![\w.])", (m, r) => Changed(m, r)),
        new("constant", @"(?<![\w.])\d*\.\d+f\b", (m, _) => $"({m} * 1.25f)"),
    ];

    /// <summary>Different mutations of a text, in an order that the seed gives; kinds come up equally often.</summary>
    public static IEnumerable<Mutation> Of(string text, ulong seed)
    {
        var random = new SplitMix64(seed);
        var lines = text.Split('\n');
        var first = Array.IndexOf(lines, "#endif", Array.IndexOf(lines, "#ifndef MCFUSER_EMULATION")) + 1;
        Assert.True(first > 0, "the text has no primitives");
        var sites = _operations.SelectMany(o => Sites(lines, first, o)).ToLookup(s => s.Operation.Kind);
        var kinds = sites.Select(s => s.Key).ToList();
        var seen = new HashSet<(int, string)>();
        for (var dull = 0; dull < 10_000; dull++)
        {
            var group = sites[kinds[(int)random.NextBetween(0, kinds.Count - 1)]].ToList();
            var (operation, line, match) = group[(int)random.NextBetween(0, group.Count - 1)];
            var changed = string.Concat(lines[line].AsSpan(0, match.Index), operation.Replace(match.Value, random), lines[line].AsSpan(match.Index + match.Length));
            if (!seen.Add((line, changed))) continue;
            dull = 0;
            yield return new Mutation(operation.Kind, line + 1, lines[line].Trim(), changed.Trim(), string.Join('\n', lines.Select((l, i) => i == line ? changed : l)));
        }
    }

    private static IEnumerable<(Operation Operation, int Line, Match Match)> Sites(string[] lines, int first, Operation operation) =>
        from line in Enumerable.Range(first, lines.Length - first)
        let code = lines[line].Split("//")[0]
        where !code.TrimStart().StartsWith('#')
        from match in Regex.Matches(code, operation.Pattern)
        select (operation, line, match);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Changed(string number, SplitMix64 random) => Pick(random, Text(Number(number) + 1), Text(Math.Max(Number(number) - 1, 0)), Text(Number(number) * 2));

    private static string Pick(SplitMix64 random, params string[] choices) => choices[random.NextBetween(0, choices.Length - 1)];

    [GeneratedRegex(@"(?<=\()\w+")]
    private static partial Regex ShuffledValue();

    private sealed record Operation(string Kind, string Pattern, Func<string, SplitMix64, string> Replace);
}
