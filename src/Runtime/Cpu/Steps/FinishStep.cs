using System.Runtime.Intrinsics;
using MCFuser.Runtime.Cpu.Layout;

namespace MCFuser.Runtime.Cpu.Steps;

/// <summary>Divides by the sum of a softmax; 0 where that sum is 0, as of a row whose logits are all -inf.</summary>
internal sealed unsafe class FinishStep(KernelPlan plan, Tile source, Tile destination, Tile sum) : Step
{
    private readonly RowNest _nest = RowNest.OfRows(plan, destination, source, sum);

    public override void Run(Frame frame)
    {
        var cursor = _nest.Begin(frame, stackalloc long[2 * _nest.Depth], stackalloc nint[3]);
        var count = _nest.InnerSize(frame);
        do
        {
            Row(cursor[0], cursor[1], cursor[2], count);
        }
        while (cursor.Next());
    }

    private void Row(nint destination, nint source, nint sum, nint count)
    {
        var (to, from, by) = (_nest.InnerStrides[0], _nest.InnerStrides[1], _nest.InnerStrides[2]);
        nint i = 0;
        if (by == 0 && to == sizeof(float) && from == sizeof(float)) i = Vectors((float*)destination, (float*)source, *(float*)sum, count);
        for (; i < count; i++)
        {
            var divisor = *(float*)(sum + (i * by));
            *(float*)(destination + (i * to)) = divisor == 0 ? 0 : *(float*)(source + (i * from)) / divisor;
        }
    }

    private static nint Vectors(float* destination, float* source, float sum, nint count)
    {
        const int Lanes = 16;
        var divisor = Vector512.Create(sum);
        nint i = 0;
        for (; sum != 0 && i + Lanes <= count; i += Lanes) (Vector512.Load(source + i) / divisor).Store(destination + i);
        return i;
    }
}
