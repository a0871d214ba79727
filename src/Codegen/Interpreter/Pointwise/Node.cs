namespace MCFuser.Codegen.Interpreter.Pointwise;

/// <summary>An expression made ready: computes its values for a run of the vector loop. Its buffers are for one thread alone.</summary>
internal abstract class Node(bool varies)
{
    /// <summary>Whether the value depends on the vector loop.</summary>
    public bool Varies { get; } = varies;

    public void Evaluate(Frame frame, Span<double> result)
    {
        if (Varies || result.Length == 1)
        {
            Compute(frame, result);
            return;
        }

        Compute(frame, result[..1]);
        result[1..].Fill(result[0]);
    }

    protected abstract void Compute(Frame frame, Span<double> result);
}

internal sealed class ConstantNode(double value) : Node(false)
{
    protected override void Compute(Frame frame, Span<double> result) => result.Fill(value);
}

/// <summary>The position of a loop as a real.</summary>
internal sealed class PositionNode(int loop, bool varies) : Node(varies)
{
    protected override void Compute(Frame frame, Span<double> result)
    {
        var (positions, start) = (frame.Loops[loop].Positions, frame.Ordinals[loop]);
        for (var i = 0; i < result.Length; i++) result[i] = positions[start + i];
    }
}

internal sealed class UnaryNode(Func<double, double> function, Node operand) : Node(operand.Varies)
{
    protected override void Compute(Frame frame, Span<double> result)
    {
        operand.Evaluate(frame, result);
        for (var i = 0; i < result.Length; i++) result[i] = function(result[i]);
    }
}

internal sealed class BinaryNode(PairFunction function, Node left, Node right) : Node(left.Varies || right.Varies)
{
    private readonly double[] _buffer = new double[Frame.Run];

    protected override void Compute(Frame frame, Span<double> result)
    {
        var other = _buffer.AsSpan(0, result.Length);
        left.Evaluate(frame, result);
        right.Evaluate(frame, other);
        function(result, other);
    }
}

internal sealed class SelectNode(Node condition, Node then, Node otherwise) : Node(condition.Varies || then.Varies || otherwise.Varies)
{
    private readonly double[] _condition = new double[Frame.Run];
    private readonly double[] _otherwise = new double[Frame.Run];

    protected override void Compute(Frame frame, Span<double> result)
    {
        var holds = _condition.AsSpan(0, result.Length);
        var other = _otherwise.AsSpan(0, result.Length);
        condition.Evaluate(frame, holds);
        then.Evaluate(frame, result);
        otherwise.Evaluate(frame, other);
        for (var i = 0; i < result.Length; i++) result[i] = holds[i] != 0 ? result[i] : other[i];
    }
}
