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

        var columns = all.LastOrDefault(a => !reduced.Contains(a) && sum.Stride(a) == sizeof(float) && (left.Stride(a) == 0 || right.Stride(a) == 0), -1);
        if (columns >= 0 && left.Stride(columns) != 0) (left, right) = (right, left);
        var rows = Longest(plan, all.Where(a => !reduced.Contains(a) && a != columns && right.Stride(a) == 0 && sum.Stride(a) != 0));
        var depth = Longest(plan, all.Where(reduced.Contains));
        return new ContractionAxes(left, right, rows, columns, depth, [.. all.Where(a => a != rows && a != columns && a != depth)]);
    }

    private static int Longest(KernelPlan plan, IEnumerable<int> axes) => axes.OrderByDescending(plan.Axes.Tile).FirstOrDefault(-1);
}
