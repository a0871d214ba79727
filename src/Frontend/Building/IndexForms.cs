using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;

namespace MCFuser.Frontend.Building;

/// <summary>Turns a value into an index, if it has one of the forms that an index can have.</summary>
internal static class IndexForms
{
    private const double LargestExact = 1L << 53;

    public static IndexExpression ToIndex(Expression value) => value switch
    {
        Number(var number) when IsInteger(number) => new IndexConstant((long)number),
        AxisIndex(var axis) => new IndexAxis(axis),
        Binary(BinaryOperator.Add, AxisIndex(var axis), Number(var number)) when IsInteger(number) => Shifted(axis, (long)number),
        Binary(BinaryOperator.Add, Number(var number), AxisIndex(var axis)) when IsInteger(number) => Shifted(axis, (long)number),
        Binary(BinaryOperator.Subtract, AxisIndex(var axis), Number(var number)) when IsInteger(number) => Shifted(axis, -(long)number),
        Binary(BinaryOperator.Multiply, Number(var number), AxisIndex(var axis)) when IsInteger(number) => Scaled(axis, (long)number),
        Binary(BinaryOperator.Multiply, AxisIndex(var axis), Number(var number)) when IsInteger(number) => Scaled(axis, (long)number),
        TensorRead(var tensor, var indices) => new IndexRead(tensor, indices),
        _ => throw new DiagnosticException(ExitCode.InvalidInput, FrontendErrors.WrongIndex(value)),
    };

    private static IndexAdd Shifted(string axis, long by) => new(new IndexAxis(axis), new IndexConstant(by));

    private static IndexMultiply Scaled(string axis, long by) => new(new IndexConstant(by), new IndexAxis(axis));

    private static bool IsInteger(double number) => Math.Abs(number) <= LargestExact && double.IsInteger(number);
}
