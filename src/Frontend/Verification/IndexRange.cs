using System.Globalization;
using System.Numerics;
using MCFuser.Core.Expressions;

namespace MCFuser.Frontend.Verification;

/// <summary>The least and the greatest value of an index over all positions of its axes, both inclusive.</summary>
internal readonly record struct IndexRange(BigInteger Low, BigInteger High)
{
    public bool Within(long extent) => Low >= 0 && High < extent;

    public override string ToString() =>
        Low == High ? Low.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Low} to {High}");

    /// <summary>
    /// The range of an index whose axes are known; null if it depends on what a tensor holds or divides by what may not be positive.
    /// </summary>
    public static IndexRange? Of(IndexExpression index, GraphScope scope) => index switch
    {
        IndexConstant(var value) => new(value, value),
        IndexAxis(var axis) => new(0, ExtentRule.High(scope.FindAxis(axis)!.Extent) - 1),
        IndexExtent(var axis) => new(ExtentRule.Low(scope.FindAxis(axis)!.Extent), ExtentRule.High(scope.FindAxis(axis)!.Extent)),
        IndexAdd(var x, var y) => Combine(Of(x, scope), Of(y, scope), BigInteger.Add),
        IndexMultiply(var x, var y) => Combine(Of(x, scope), Of(y, scope), BigInteger.Multiply),
        IndexMin(var x, var y) => Combine(Of(x, scope), Of(y, scope), BigInteger.Min),
        IndexMax(var x, var y) => Combine(Of(x, scope), Of(y, scope), BigInteger.Max),
        IndexFloorDivide(var x, var y) when Of(y, scope) is { Low.Sign: > 0 } divisor => Combine(Of(x, scope), divisor, FloorDivide),
        IndexModulo(_, var y) when Of(y, scope) is { Low.Sign: > 0 } divisor => new(0, divisor.High - 1),
        _ => null,
    };

    /// <summary>Exact for operations that are monotonic in each operand, as all of the above are where they are used.</summary>
    private static IndexRange? Combine(IndexRange? x, IndexRange? y, Func<BigInteger, BigInteger, BigInteger> apply)
    {
        if (x is not { } a || y is not { } b) return null;
        BigInteger[] corners = [apply(a.Low, b.Low), apply(a.Low, b.High), apply(a.High, b.Low), apply(a.High, b.High)];
        return new(corners.Min(), corners.Max());
    }

    private static BigInteger FloorDivide(BigInteger x, BigInteger y) => (x - BigInteger.Remainder(BigInteger.Remainder(x, y) + y, y)) / y;
}
