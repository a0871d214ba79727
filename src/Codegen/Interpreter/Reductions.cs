using MCFuser.Core.Expressions;

namespace MCFuser.Codegen.Interpreter;

/// <summary>Reductions and softmax over doubles. NaN propagates, through maximum and minimum too.</summary>
internal static class Reductions
{
    public static double Initial(ReduceOperator op) => op switch
    {
        ReduceOperator.Max => double.NegativeInfinity,
        ReduceOperator.Min => double.PositiveInfinity,
        _ => 0,
    };

    /// <summary>Element by element.</summary>
    public static void Accumulate(ReduceOperator op, Span<double> accumulators, ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++) accumulators[i] = Combine(op, accumulators[i], values[i]);
    }

    public static double Fold(ReduceOperator op, double accumulator, ReadOnlySpan<double> values)
    {
        foreach (var value in values) accumulator = Combine(op, accumulator, value);
        return accumulator;
    }

    /// <summary>Turns the sums of a mean over this many points into the mean.</summary>
    public static void Finish(ReduceOperator op, Span<double> accumulators, double points)
    {
        if (op != ReduceOperator.Mean) return;
        foreach (ref var accumulator in accumulators) accumulator /= points;
    }

    /// <summary>In place, the maximum subtracted; a row of nothing but −inf becomes 0.</summary>
    public static void Softmax(Span<double> row)
    {
        var maximum = Fold(ReduceOperator.Max, double.NegativeInfinity, row);
        if (double.IsNegativeInfinity(maximum))
        {
            row.Clear();
            return;
        }

        var sum = 0.0;
        foreach (ref var value in row) sum += value = Math.Exp(value - maximum);
        foreach (ref var value in row) value /= sum;
    }

    private static double Combine(ReduceOperator op, double x, double y) => op switch
    {
        ReduceOperator.Max => Math.Max(x, y),
        ReduceOperator.Min => Math.Min(x, y),
        _ => x + y,
    };
}
