using MCFuser.Runtime.Cpu.Layout;

namespace MCFuser.Runtime.Cpu.Steps;

/// <summary>Loads a tile by pointing at it: the tensor already holds it as f32 in a good layout.</summary>
internal sealed class ViewStep(Tile tile, TensorAccess source) : Step
{
    public override void Run(Frame frame) => frame.Base[tile.Slot] = source.Address(frame);
}
