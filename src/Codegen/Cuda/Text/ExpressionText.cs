using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core;
using MCFuser.Core.Expressions;

namespace MCFuser.Codegen.Cuda.Text;

/// <summary>Where an element is computed: how its row and column are written, within the tile and along the axes.</summary>
/// <param name="Register">The element of other accumulators or row values at the same place, null where registers cannot be read.</param>
internal sealed record ElementPlace(string RowAxis, string LocalRow, string Row, string ColumnAxis, string LocalColumn, string Column, Func<RegisterValue, string>? Register);

/// <summary>Spells expressions in C++: f32 arithmetic, truth values as bool.</summary>
internal sealed class ExpressionText(KernelContext context, ElementPlace place)
{
    /// <summary>The value as a float.</summary>
    public string Value(Expression expression) => IsTruth(expression) ? $"({Truth(expression)} ? 1.f : 0.f)" : Print(expression);

    /// <summary>The value as a bool.</summary>
    public string Truth(Expression expression) => expression switch
    {
        Compare(var op, AxisIndex(var x), AxisIndex(var y)) => $"({Position(x)} {OperatorText(op)} {Position(y)})",
        Compare(var op, var x, var y) => $"({Value(x)} {OperatorText(op)} {Value(y)})",
        Binary(BinaryOperator.And, var x, var y) => $"({Truth(x)} && {Truth(y)})",
        Binary(BinaryOperator.Or, var x, var y) => $"({Truth(x)} || {Truth(y)})",
        Unary(UnaryOperator.Not, var x) => $"!{Truth(x)}",
        Select(var c, var x, var y) => $"({Truth(c)} ? {Truth(x)} : {Truth(y)})",
        TensorRead read => Read(read, false),
        _ => $"({Value(expression)} != 0.f)",
    };

    public string Position(string axis) => axis == place.RowAxis ? place.Row : axis == place.ColumnAxis ? place.Column : context.Origin(axis);

    private bool IsTruth(Expression expression) => expression switch
    {
        Compare or Binary(BinaryOperator.And or BinaryOperator.Or, _, _) or Unary(UnaryOperator.Not, _) => true,
        Select(_, var x, _) => IsTruth(x),
        TensorRead read => context.Program.Tensor(read.Tensor).Type == DataType.Bool,
        _ => false,
    };

    private string Print(Expression expression) => expression switch
    {
        Number(var value) => KernelContext.Number(value),
        AxisIndex(var axis) => $"(float)({Position(axis)})",
        AxisExtent(var axis) => KernelContext.Number(context.Program.Axis(axis).Extent),
        TensorRead read => Read(read, true),
        Element(var name) => Element(name),
        Select(var c, var x, var y) => $"({Truth(c)} ? {Value(x)} : {Value(y)})",
        Cast(var type, var x) => type.Bytes() == 2 ? $"to_float(from_float<{KernelContext.Type(type)}>({Value(x)}))" : type.IsInteger() ? $"truncf({Value(x)})" : Value(x),
        Unary(var op, var x) => Call(op, Value(x)),
        Binary(var op, var x, var y) => Call(op, Value(x), Value(y)),
        _ => throw new InvalidOperationException($"unknown expression {expression.GetType().Name}"),
    };

    /// <summary>An element of a tensor; beyond the extents of the tile's axes it is 0 and nothing is read.</summary>
    private string Read(TensorRead read, bool isNumber)
    {
        var tensor = context.Program.Tensor(read.Tensor);
        var element = $"{context.Names[read.Tensor]}[{context.Index.Offset(read.Tensor, [.. read.Indices], Position)}]";
        var edges = read.Indices.SelectMany(i => i.Axes()).Distinct()
            .Where(a => (a == place.RowAxis || a == place.ColumnAxis) && context.Program.Axis(a).IsRagged)
            .Select(a => $"{Position(a)} < {context.Program.Axis(a).Extent}").ToList();
        if (!isNumber) return edges.Count == 0 ? element : $"({string.Join(" && ", edges)} && {element})";
        var value = tensor.Type == DataType.F32 ? element : $"to_float({element})";
        return edges.Count == 0 ? value : $"({string.Join(" && ", edges)} ? {value} : 0.f)";
    }

    private string Element(string name)
    {
        if (context.Program.Registers.FirstOrDefault(r => r.Name == name) is { } register)
            return (place.Register ?? throw new InvalidOperationException($"{name} is in registers"))(register);
        var tile = context.Program.Tile(name);
        return $"read_shared<{KernelContext.Type(tile.Type)}>({context.Names[name]} + {KernelContext.Tile(tile)}::element({Local(tile.RowAxis)}, {Local(tile.ColumnAxis)}))";
    }

    private string Local(string axis) => axis.Length == 0 ? "0" : axis == place.RowAxis ? place.LocalRow : axis == place.ColumnAxis ? place.LocalColumn : "0";

    private static string OperatorText(CompareOperator op) => op switch
    {
        CompareOperator.Equal => "==",
        CompareOperator.NotEqual => "!=",
        CompareOperator.Less => "<",
        CompareOperator.LessOrEqual => "<=",
        CompareOperator.Greater => ">",
        _ => ">=",
    };

    private static string Call(UnaryOperator op, string x) => op switch
    {
        UnaryOperator.Negate => $"(-{x})",
        UnaryOperator.Exp => $"exponential({x})",
        UnaryOperator.Log => $"logf({x})",
        UnaryOperator.Sqrt => $"sqrtf({x})",
        UnaryOperator.Rsqrt => $"rsqrtf({x})",
        UnaryOperator.Tanh => $"tanhf({x})",
        UnaryOperator.Erf => $"erff({x})",
        UnaryOperator.Sigmoid => $"sigmoid({x})",
        UnaryOperator.Relu => $"relu({x})",
        UnaryOperator.Gelu => $"gelu({x})",
        UnaryOperator.GeluTanh => $"gelu_tanh({x})",
        UnaryOperator.Silu => $"silu({x})",
        UnaryOperator.Abs => $"fabsf({x})",
        UnaryOperator.Sin => $"sinf({x})",
        UnaryOperator.Cos => $"cosf({x})",
        UnaryOperator.Floor => $"floorf({x})",
        _ => throw new InvalidOperationException($"unknown operator {op}"),
    };

    private static string Call(BinaryOperator op, string x, string y) => op switch
    {
        BinaryOperator.Add => $"({x} + {y})",
        BinaryOperator.Subtract => $"({x} - {y})",
        BinaryOperator.Multiply => $"({x} * {y})",
        BinaryOperator.Divide => $"({x} / {y})",
        BinaryOperator.Pow => $"powf({x}, {y})",
        BinaryOperator.Mod => $"modulo({x}, {y})",
        BinaryOperator.Max => $"maximum_nan({x}, {y})",
        BinaryOperator.Min => $"minimum_nan({x}, {y})",
        _ => throw new InvalidOperationException($"unknown operator {op}"),
    };
}
