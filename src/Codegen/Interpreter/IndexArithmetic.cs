using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Codegen.Interpreter;

/// <summary>The two ways to evaluate an index: ahead of the loops where one axis decides it, as a value where more does.</summary>
internal static class IndexArithmetic
{
    /// <summary>Whether the index depends on one axis at most and reads no tensor.</summary>
    public static bool IsTabular(IndexExpression index) =>
        index.Axes().Count() <= 1 && !index.SelfAndDescendants().Any(i => i is IndexRead);

    /// <summary>The value of a tabular index of a tensor's dimension with its axis at a position.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">The value is outside of the dimension (MCF3002).</exception>
    public static long Within(string tensor, IndexExpression index, OperatorGraph graph, long position, long extent)
    {
        var value = At(index, graph, position);
        if (value >= 0 && value < extent) return value;
        var place = string.Concat(index.Axes().Select(axis => FormattableString.Invariant($" at {axis} = {position}")));
        throw InterpreterErrors.IndexOutside(tensor, index.ToString(), place, value, extent);
    }

    /// <summary>The index as an expression over reals; exact, because indices stay far below 2^53.</summary>
    public static Expression AsExpression(IndexExpression index) => index switch
    {
        IndexConstant(var value) => new Number(value),
        IndexAxis(var axis) => new AxisIndex(axis),
        IndexExtent(var axis) => new AxisExtent(axis),
        IndexAdd(var x, var y) => new Binary(BinaryOperator.Add, AsExpression(x), AsExpression(y)),
        IndexMultiply(var x, var y) => new Binary(BinaryOperator.Multiply, AsExpression(x), AsExpression(y)),
        IndexFloorDivide(var x, var y) =>
            new Unary(UnaryOperator.Floor, new Binary(BinaryOperator.Divide, AsExpression(x), AsExpression(y))),
        IndexModulo(var x, var y) => new Binary(BinaryOperator.Mod, AsExpression(x), AsExpression(y)),
        IndexMin(var x, var y) => new Binary(BinaryOperator.Min, AsExpression(x), AsExpression(y)),
        IndexMax(var x, var y) => new Binary(BinaryOperator.Max, AsExpression(x), AsExpression(y)),
        IndexRead(var tensor, var indices) => new TensorRead(tensor, indices),
        _ => throw new InvalidOperationException($"unknown index {index.GetType().Name}"),
    };

    private static long At(IndexExpression index, OperatorGraph graph, long position)
    {
        return Value(index);

        long Value(IndexExpression i) => i switch
        {
            IndexConstant(var value) => value,
            IndexAxis => position,
            IndexExtent(var axis) => graph.Extent(axis),
            IndexAdd(var x, var y) => Value(x) + Value(y),
            IndexMultiply(var x, var y) => Value(x) * Value(y),
            IndexFloorDivide(var x, var y) => (long)Math.Floor((double)Value(x) / Value(y)),
            IndexModulo(var x, var y) => Value(x) - Value(y) * (long)Math.Floor((double)Value(x) / Value(y)),
            IndexMin(var x, var y) => Math.Min(Value(x), Value(y)),
            IndexMax(var x, var y) => Math.Max(Value(x), Value(y)),
            _ => throw new InvalidOperationException($"index {i} is not tabular"),
        };
    }
}
