using MCFuser.Core;

namespace MCFuser.Tiling.Placement;

/// <summary>Prints a placement: loops nest by adjacency, parentheses hold the statements and loops of a body in order.</summary>
public static class PlacementPrinter
{
    private sealed record Node(string Text, bool IsLoop);

    public static string Print(LoopPlacement placement)
    {
        var separator = placement.Candidate.Tiling.Axes.All(a => a.Length == 1) ? "" : ".";
        var body = LoopList.Build(placement.Statements, s => s.Path, s => new Node(s.Label, false), (axis, inner) => new Node(Loop(axis, inner, separator), true));
        return placement.Grid.Reverse().Aggregate(body, (inner, axis) => [new Node(Loop(axis, inner, separator), true)]) is [var one]
            ? one.Text
            : string.Join(",", body.Select(n => n.Text));
    }

    private static string Loop(string axis, EquatableArray<Node> body, string separator) =>
        body is [{ IsLoop: true } only] ? axis + separator + only.Text : $"{axis}({string.Join(",", body.Select(n => n.Text))})";
}
