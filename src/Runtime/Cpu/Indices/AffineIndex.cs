using MCFuser.Core.Expressions;
using MCFuser.Runtime.Cpu.Layout;

namespace MCFuser.Runtime.Cpu.Indices;

/// <summary>An index of the form constant + sum of coefficient * position over the axes.</summary>
internal sealed record AffineIndex(long Constant, IReadOnlyDictionary<int, long> Coefficients)
{
    public bool IsConstant => Coefficients.Count == 0;

    /// <summary>The smallest and largest value over all positions.</summary>
    public (long Low, long High) Range(AxisTable axes)
    {
        var (low, high) = (Constant, Constant);
        foreach (var (axis, coefficient) in Coefficients)
        {
            var reach = coefficient * (axes.Extent(axis) - 1);
            (low, high) = (low + Math.Min(reach, 0), high + Math.Max(reach, 0));
        }

        return (low, high);
    }

    /// <summary>Null where the index has another form.</summary>
    public static AffineIndex? TryAnalyse(IndexExpression index, AxisTable axes) => index switch
    {
        IndexConstant(var value) => Literal(value),
        IndexExtent(var axis) => Literal(axes.Extent(axes[axis])),
        IndexAxis(var axis) => new AffineIndex(0, new Dictionary<int, long> { [axes[axis]] = 1 }),
        IndexAdd(var x, var y) when TryAnalyse(x, axes) is { } left && TryAnalyse(y, axes) is { } right => Add(left, right),
        IndexMultiply(var x, var y) when TryAnalyse(x, axes) is { } left && TryAnalyse(y, axes) is { } right => Multiply(left, right),
        _ => null,
    };

    private static AffineIndex Literal(long value) => new(value, new Dictionary<int, long>());

    private static AffineIndex Add(AffineIndex left, AffineIndex right)
    {
        var sum = new Dictionary<int, long>(left.Coefficients);
        foreach (var (axis, coefficient) in right.Coefficients) sum[axis] = sum.GetValueOrDefault(axis) + coefficient;
        return new AffineIndex(left.Constant + right.Constant, sum.Where(c => c.Value != 0).ToDictionary());
    }

    private static AffineIndex? Multiply(AffineIndex left, AffineIndex right)
    {
        if (!left.IsConstant) (left, right) = (right, left);
        if (!left.IsConstant) return null;
        var factor = left.Constant;
        return factor == 0
            ? Literal(0)
            : new AffineIndex(factor * right.Constant, right.Coefficients.ToDictionary(c => c.Key, c => factor * c.Value));
    }
}
