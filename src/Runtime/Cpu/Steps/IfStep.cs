using MCFuser.Core.Expressions;
using MCFuser.Runtime.Cpu.Indices;

namespace MCFuser.Runtime.Cpu.Steps;

/// <summary>Runs its body where a comparison of tile positions holds.</summary>
internal sealed class IfStep(CompareOperator op, IndexFunction left, IndexFunction right, Step body) : Step
{
    public override void Run(Frame frame)
    {
        var order = left(frame, frame.Start).CompareTo(right(frame, frame.Start));
        var holds = op switch
        {
            CompareOperator.Equal => order == 0,
            CompareOperator.NotEqual => order != 0,
            CompareOperator.Less => order < 0,
            CompareOperator.LessOrEqual => order <= 0,
            CompareOperator.Greater => order > 0,
            _ => order >= 0,
        };
        if (holds) body.Run(frame);
    }

    public override void Warm(Frame frame) => body.Warm(frame);
}
