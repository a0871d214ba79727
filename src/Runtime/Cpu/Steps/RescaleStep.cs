using MCFuser.Runtime.Cpu.Layout;
using MCFuser.Runtime.Cpu.Rows;

namespace MCFuser.Runtime.Cpu.Steps;

/// <summary>Multiplies what was accumulated relative to the old maximum of a softmax by the scale of its last update.</summary>
internal sealed unsafe class RescaleStep(KernelPlan plan, Tile sum, Tile scale) : Step
{
    private readonly RowNest _nest = RowNest.OfRows(plan, sum, scale);

    public override void Run(Frame frame)
    {
        var cursor = _nest.Begin(frame, stackalloc long[2 * _nest.Depth], stackalloc nint[2]);
        var count = _nest.InnerSize(frame);
        var (sumStride, scaleStride) = (_nest.InnerStrides[0], _nest.InnerStrides[1]);
        do
        {
            var factor = *(float*)cursor[1];
            if (scaleStride != 0)
            {
                for (nint i = 0; i < count; i++) *(float*)(cursor[0] + (i * sumStride)) *= *(float*)(cursor[1] + (i * scaleStride));
            }
            else if (factor != 1)
            {
                if (sumStride == sizeof(float)) SoftmaxRows.Multiply((float*)cursor[0], count, factor);
                else for (nint i = 0; i < count; i++) *(float*)(cursor[0] + (i * sumStride)) *= factor;
            }
        }
        while (cursor.Next());
    }
}
