using MCFuser.Core.Expressions;

namespace MCFuser.Core.Packages;

/// <summary>Evaluates the integer expressions of a manifest in checked 64-bit arithmetic.</summary>
internal static class ManifestArithmetic
{
    public static long Evaluate(IndexExpression value, IReadOnlyDictionary<string, long> extents, string text)
    {
        try
        {
            return Value(value);
        }
        catch (OverflowException)
        {
            throw ManifestErrors.Undefined(text, $"it does not fit in 64 bits for {Shown()}");
        }

        long Value(IndexExpression index) => index switch
        {
            IndexConstant(var constant) => constant,
            IndexAxis(var axis) => Extent(axis),
            IndexAdd(var x, var y) => checked(Value(x) + Value(y)),
            IndexMultiply(var x, var y) => checked(Value(x) * Value(y)),
            IndexFloorDivide(var x, var y) => Floor(Value(x), Value(y)),
            IndexMin(var x, var y) => Math.Min(Value(x), Value(y)),
            IndexMax(var x, var y) => Math.Max(Value(x), Value(y)),
            _ => throw new InvalidOperationException($"a manifest has no {index.GetType().Name}"),
        };

        long Extent(string axis) =>
            extents.TryGetValue(axis, out var extent) ? extent : throw ManifestErrors.Undefined(text, $"the axis {axis} has no extent");

        long Floor(long dividend, long divisor)
        {
            if (divisor == 0) throw ManifestErrors.Undefined(text, $"it divides by 0 for {Shown()}");
            var quotient = dividend / divisor;
            return dividend % divisor != 0 && dividend < 0 != divisor < 0 ? quotient - 1 : quotient;
        }

        string Shown()
        {
            var bound = value.Axes().Where(extents.ContainsKey).Select(a => FormattableString.Invariant($"{a} = {extents[a]}"));
            return string.Join(", ", bound.DefaultIfEmpty("any extents"));
        }
    }
}
