namespace MCFuser.Runtime.Cpu.Steps;

/// <summary>Statements one after the other.</summary>
internal sealed class BlockStep(Step[] steps) : Step
{
    public override void Run(Frame frame)
    {
        foreach (var step in steps) step.Run(frame);
    }

    public override void Warm(Frame frame)
    {
        foreach (var step in steps) step.Warm(frame);
    }
}
