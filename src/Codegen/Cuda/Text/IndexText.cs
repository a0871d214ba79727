using System.Globalization;
using MCFuser.Core.Expressions;

namespace MCFuser.Codegen.Cuda.Text;

/// <summary>Spells index expressions in C++. Positions are 32-bit; offsets into tensors are 64-bit where they may need it.</summary>
internal sealed class IndexText(KernelContext context)
{
    /// <param name="position">The C++ expression for the position along an axis.</param>
    public string Print(IndexExpression index, Func<string, string> position) => index switch
    {
        IndexConstant(var value) => value.ToString(CultureInfo.InvariantCulture),
        IndexAxis(var axis) => position(axis),
        IndexExtent(var axis) => context.Program.Axis(axis).Extent.ToString(CultureInfo.InvariantCulture),
        IndexAdd(var x, IndexConstant { Value: 0 }) => Print(x, position),
        IndexAdd(var x, IndexConstant { Value: < 0 } c) => $"({Print(x, position)} - {-c.Value})",
        IndexAdd(var x, var y) => $"({Print(x, position)} + {Print(y, position)})",
        IndexMultiply(var x, var y) => $"({Wrap(Print(x, position))} * {Wrap(Print(y, position))})",
        IndexFloorDivide(var x, var y) => MayBeNegative(x) ? $"floor_divide({Print(x, position)}, {Print(y, position)})" : $"({Wrap(Print(x, position))} / {Wrap(Print(y, position))})",
        IndexModulo(var x, var y) => MayBeNegative(x) ? $"floor_modulo({Print(x, position)}, {Print(y, position)})" : $"({Wrap(Print(x, position))} % {Wrap(Print(y, position))})",
        IndexMin(var x, var y) => $"minimum({Print(x, position)}, {Print(y, position)})",
        IndexMax(var x, var y) => $"maximum({Print(x, position)}, {Print(y, position)})",
        IndexRead(var tensor, var indices) => $"(int){context.Names[tensor]}[{Offset(tensor, [.. indices], position)}]",
        _ => throw new InvalidOperationException($"unknown index {index.GetType().Name}"),
    };

    /// <summary>The element of a tensor that indices name, counted from its first.</summary>
    public string Offset(string tensor, IReadOnlyList<IndexExpression> indices, Func<string, string> position)
    {
        var memory = context.Program.Tensor(tensor);
        var wide = memory.Elements > int.MaxValue;
        var terms = indices.Zip(memory.Strides, (index, stride) => (Text: Print(index, position), Stride: stride))
            .Where(t => t.Text != "0")
            .Select(t => t.Stride == 1 && !wide ? t.Text : wide ? $"(i64){Wrap(t.Text)} * {t.Stride}" : $"{Wrap(t.Text)} * {t.Stride}");
        var sum = string.Join(" + ", terms);
        return sum.Length == 0 ? "0" : sum;
    }

    /// <summary>Division in C++ rounds toward 0.</summary>
    private static bool MayBeNegative(IndexExpression index) => index.SelfAndDescendants().Any(i => i is IndexRead or IndexConstant { Value: < 0 });

    private static string Wrap(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || IsInParentheses(text) ? text : $"({text})";

    /// <summary>The first parenthesis closes with the last character.</summary>
    private static bool IsInParentheses(string text)
    {
        if (text[0] != '(') return false;
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0) return i == text.Length - 1;
        }

        return false;
    }
}
