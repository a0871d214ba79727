using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;

namespace MCFuser.Portable.Programs;

/// <summary>A contraction as a product of two factors: rows are the target's axes of the left one alone, columns those of the right one alone.</summary>
internal sealed record ContractionAxes(
    Expression Left, Expression Right, EquatableArray<string> Batches, EquatableArray<string> Rows, EquatableArray<string> Columns, EquatableArray<string> Reduced)
{
    public IEnumerable<string> Loops => [.. Batches, .. Rows, .. Columns, .. Reduced];

    /// <summary>With the factors that give most rows and columns; null if every form has no more than one of either.</summary>
    public static ContractionAxes? Of(Contraction contraction, Func<EquatableArray<string>, long> points)
    {
        var best = contraction.Operands.Select(o => Divide(contraction, o)).OfType<ContractionAxes>().MaxBy(Shorter);
        return best is null || Shorter(best) == 1 ? null : best;

        long Shorter(ContractionAxes axes) => Math.Min(points(axes.Rows), points(axes.Columns));
    }

    /// <summary>On the left the factors that use no other axes of the target than this one; null if those are all.</summary>
    private static ContractionAxes? Divide(Contraction contraction, Expression first)
    {
        var target = contraction.Target.Axes;
        var kept = target.Intersect(first.FreeAxes()).ToHashSet();
        var sides = contraction.Operands.ToLookup(o => target.Intersect(o.FreeAxes()).All(kept.Contains));
        if (!sides[false].Any()) return null;
        var others = sides[false].SelectMany(o => o.FreeAxes()).ToHashSet();
        return new ContractionAxes(
            Product(sides[true]), Product(sides[false]), [.. target.Where(a => kept.Contains(a) == others.Contains(a))],
            [.. target.Where(a => kept.Contains(a) && !others.Contains(a))], [.. target.Where(a => !kept.Contains(a) && others.Contains(a))], contraction.Reduced);
    }

    private static Expression Product(IEnumerable<Expression> factors) => factors.Aggregate((x, y) => new Binary(BinaryOperator.Multiply, x, y));
}
