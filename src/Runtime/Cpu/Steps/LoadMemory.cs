using MCFuser.Runtime.Cpu.Layout;

namespace MCFuser.Runtime.Cpu.Steps;

/// <summary>
/// Skips a load that would bring in what the tile already holds, as when tasks that follow each other share an operand.
/// Only for a tile that nothing else writes.
/// </summary>
internal sealed class LoadMemory(Step load, int[] axes, int keys) : Step
{
    public static LoadMemory Around(Step load, IEnumerable<int> axes, KernelPlan plan)
    {
        var keys = axes.Distinct().Where(a => plan.Axes.IsLooped(a)).ToArray();
        return new LoadMemory(load, keys, plan.ReserveKeys(keys.Length + 1));
    }

    public override void Run(Frame frame)
    {
        var known = frame.Keys[keys] == frame.RunNumber;
        for (var i = 0; known && i < axes.Length; i++) known = frame.Keys[keys + 1 + i] == frame.Start[axes[i]];
        if (known) return;
        frame.Keys[keys] = 0;
        load.Run(frame);
        frame.Keys[keys] = frame.RunNumber;
        for (var i = 0; i < axes.Length; i++) frame.Keys[keys + 1 + i] = frame.Start[axes[i]];
    }
}
