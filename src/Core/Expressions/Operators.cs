namespace MCFuser.Core.Expressions;

public enum UnaryOperator
{
    Negate, Not, Exp, Log, Sqrt, Rsqrt, Tanh, Erf, Sigmoid, Relu, Gelu, GeluTanh, Silu, Abs, Sin, Cos, Floor,
}

public enum BinaryOperator
{
    Add, Subtract, Multiply, Divide, Pow, Mod, Max, Min, And, Or,
}

public enum CompareOperator
{
    Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual,
}

public enum ReduceOperator
{
    Sum, Max, Min, Mean,
}
