using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu.Layout;

namespace MCFuser.Runtime.Cpu.Contractions;

/// <summary>
/// Which axes of a contraction the matrix kernel runs over: columns along which the sum is contiguous, rows, and the depth that is summed.
/// Any may be -1 (a single position). The remaining axes are walked outside.
/// </summary>
internal sealed record ContractionAxes(Operand Left, Operand Right, int Rows, int Columns, int Depth, IReadOnlyList<int> Outer)
{
    public static ContractionAxes Choose(Contract contract, KernelPlan plan)
    {
        var sum = plan.Tile(contract.Accumulator);
        Operand left = plan.Tile(contract.Left), right = plan.Tile(contract.Right);
        var reduced = contract.Axes.Select(a => plan.Axes[a]).ToHashSet();
        var all = RowNest.AxesOf(plan, sum, left, right).Where(a => !RowNest.IsSingle(a, [sum, left, right])).ToList();
        foreach (var axis in all.Where(a => !reduced.Contains(a) && !sum.Axes.Contains(a)))
            throw CpuErrors.Broken($"{contract.Accumulator} lacks axis {plan.Axes.Name(axis)}, which is not reduced", plan.Program);

        var results = all.Where(a => !reduced.Contains(a) && Varies(sum, a)).ToList();
        var columns = results.LastOrDefault(a => sum.Stride(a) == sizeof(float) && !(Varies(left, a) && Varies(right, a)), -1);
        if (columns >= 0 && Varies(left, columns)) (left, right) = (right, left);
        var rows = Longest(plan, results.Where(a => a != columns && !Varies(right, a)));
        var depth = Longest(plan, all.Where(reduced.Contains));
        return new ContractionAxes(left, right, rows, columns, depth, [.. all.Where(a => a != rows && a != columns && a != depth)]);
    }

    private static bool Varies(Operand operand, int axis) => operand.Stride(axis) != 0;

    private static int Longest(KernelPlan plan, IEnumerable<int> axes) => axes.OrderByDescending(plan.Axes.Tile).FirstOrDefault(-1);
}
