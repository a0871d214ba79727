using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu.Layout;
using MCFuser.Runtime.Cpu.Rows;

namespace MCFuser.Runtime.Cpu.Steps;

/// <summary>Folds a tile into the part of a sum, maximum or minimum.</summary>
internal sealed unsafe class FoldStep<T>(KernelPlan plan, Tile source, Tile part) : Step
    where T : struct, IFold
{
    private readonly RowNest _nest = RowNest.OfRows(plan, source, part);

    public override void Run(Frame frame)
    {
        var cursor = _nest.Begin(frame, stackalloc long[2 * _nest.Depth], stackalloc nint[2]);
        var count = _nest.InnerSize(frame);
        do
        {
            Row(cursor[0], cursor[1], count);
        }
        while (cursor.Next());
    }

    private void Row(nint source, nint part, nint count)
    {
        var (sourceStride, partStride) = (_nest.InnerStrides[0], _nest.InnerStrides[1]);
        if (sourceStride == sizeof(float) && partStride == 0)
        {
            *(float*)part = T.Apply(*(float*)part, Folds.Across<T>((float*)source, count));
            return;
        }

        if (sourceStride == sizeof(float) && partStride == sizeof(float))
        {
            Folds.Along<T>((float*)part, (float*)source, count);
            return;
        }

        for (nint i = 0; i < count; i++)
        {
            var target = (float*)(part + (i * partStride));
            *target = T.Apply(*target, *(float*)(source + (i * sourceStride)));
        }
    }
}

internal static class FoldSteps
{
    public static Step Create(Monoid monoid, KernelPlan plan, Tile source, Tile part) => monoid switch
    {
        Monoid.Sum => new FoldStep<SumFold>(plan, source, part),
        Monoid.Max => new FoldStep<MaxFold>(plan, source, part),
        Monoid.Min => new FoldStep<MinFold>(plan, source, part),
        _ => throw CpuErrors.Broken($"{monoid} is no fold of one part", plan.Program),
    };
}
