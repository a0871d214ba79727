namespace MCFuser.Core.Expressions;

/// <summary>The names and signs of the operators in the chain language and the tile program.</summary>
public static class OperatorText
{
    private static readonly Dictionary<UnaryOperator, string> Functions = new()
    {
        [UnaryOperator.Exp] = "exp", [UnaryOperator.Log] = "log", [UnaryOperator.Sqrt] = "sqrt", [UnaryOperator.Rsqrt] = "rsqrt",
        [UnaryOperator.Tanh] = "tanh", [UnaryOperator.Erf] = "erf", [UnaryOperator.Sigmoid] = "sigmoid", [UnaryOperator.Relu] = "relu",
        [UnaryOperator.Gelu] = "gelu", [UnaryOperator.GeluTanh] = "gelu_tanh", [UnaryOperator.Silu] = "silu", [UnaryOperator.Abs] = "abs",
        [UnaryOperator.Sin] = "sin", [UnaryOperator.Cos] = "cos", [UnaryOperator.Floor] = "floor",
    };

    private static readonly Dictionary<string, UnaryOperator> ByName = Functions.ToDictionary(f => f.Value, f => f.Key);

    /// <summary>The names of the one-argument functions, in order of declaration.</summary>
    public static IReadOnlyCollection<string> FunctionNames => Functions.Values;

    public static bool TryParseFunction(string name, out UnaryOperator function) => ByName.TryGetValue(name, out function);

    public static string Text(this UnaryOperator op) => op switch
    {
        UnaryOperator.Negate => "-",
        UnaryOperator.Not => "not",
        _ => Functions[op],
    };

    public static string Text(this BinaryOperator op) => op switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.Pow => "pow",
        BinaryOperator.Mod => "mod",
        BinaryOperator.Max => "max",
        BinaryOperator.Min => "min",
        BinaryOperator.And => "and",
        _ => "or",
    };

    public static string Text(this CompareOperator op) => op switch
    {
        CompareOperator.Equal => "==",
        CompareOperator.NotEqual => "!=",
        CompareOperator.Less => "<",
        CompareOperator.LessOrEqual => "<=",
        CompareOperator.Greater => ">",
        _ => ">=",
    };

    public static string Text(this ReduceOperator op) => op switch
    {
        ReduceOperator.Sum => "sum",
        ReduceOperator.Max => "max",
        ReduceOperator.Min => "min",
        _ => "mean",
    };
}
