using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu.Indices;

namespace MCFuser.Runtime.Cpu.Steps;

/// <summary>The tiles of a loop one after the other; grid loops inside of a task run this way too.</summary>
internal sealed class LoopStep(int axis, long tile, long extent, IndexFunction low, IndexFunction high, SplitLoop? split, Step body) : Step
{
    public override void Run(Frame frame)
    {
        var (first, end) = (Math.Max(0, low(frame, frame.Start)), Math.Min(extent, high(frame, frame.Start)));
        var (start, size) = (frame.Start[axis], frame.Size[axis]);
        if (split is null)
        {
            for (var position = first; position < end; position += tile) RunTile(frame, position);
        }
        else
        {
            RunParts(frame, split, first, end);
        }

        (frame.Start[axis], frame.Size[axis]) = (start, size);
    }

    public override void Warm(Frame frame) => body.Warm(frame);

    private void RunParts(Frame frame, SplitLoop loop, long first, long end)
    {
        ref var part = ref frame.Part[(int)loop.Scope];
        for (part = 0; part < loop.Parts; part++)
        {
            for (var position = first + (part * tile); position < end; position += loop.Parts * tile) RunTile(frame, position);
        }

        part = 0;
    }

    private void RunTile(Frame frame, long position)
    {
        frame.Start[axis] = position;
        frame.Size[axis] = Math.Min(tile, extent - position);
        body.Run(frame);
    }
}
