using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu.Layout;
using MCFuser.Runtime.Cpu.Rows;
using MCFuser.Runtime.Cpu.Steps;

namespace MCFuser.Runtime.Cpu.Contractions;

/// <summary>
/// Adds products of two tiles to a third, slice by slice of the columns. The right operand is read where it lies if its columns are contiguous;
/// else, and for a last slice that does not fill a vector of an unpadded tile, a copy of the slice is packed.
/// </summary>
internal sealed unsafe class ContractStep : Step
{
    private readonly RowNest _nest;
    private readonly ContractionAxes _axes;
    private readonly nint _sumRow, _sumColumn, _leftRow, _leftDepth, _rightColumn, _rightDepth;
    private readonly bool _add;
    private readonly bool _packAlways, _packTail, _copyTail;
    private readonly long _panel, _sums;

    /// <param name="add">Whether to add to what is there; else the products replace it, which must be possible (<see cref="CanReplace"/>).</param>
    public ContractStep(Contract contract, KernelPlan plan, bool add)
    {
        _add = add;
        _axes = ContractionAxes.Choose(contract, plan);
        var sum = plan.Tile(contract.Accumulator);
        _nest = RowNest.Over(plan, _axes.Outer, -1, sum, _axes.Left, _axes.Right);
        _sumRow = Stride(sum, _axes.Rows);
        _sumColumn = Stride(sum, _axes.Columns);
        _leftRow = Stride(_axes.Left, _axes.Rows);
        _leftDepth = Stride(_axes.Left, _axes.Depth);
        _rightColumn = Stride(_axes.Right, _axes.Columns);
        _rightDepth = Stride(_axes.Right, _axes.Depth);
        _packAlways = _rightColumn != 1;
        _packTail = !IsPadded(_axes.Right);
        _copyTail = !IsPadded(sum);
        _panel = _packAlways || _packTail ? plan.Reserve(Longest(plan, _axes.Depth) * Microkernels.Widest * sizeof(float)) : 0;
        _sums = _copyTail ? plan.Reserve(Longest(plan, _axes.Rows) * Microkernels.Widest * sizeof(float)) : 0;
    }

    /// <summary>Whether every element of the sum is complete after one call of the matrix kernel.</summary>
    public static bool CanReplace(Contract contract, KernelPlan plan)
    {
        var sum = plan.Tile(contract.Accumulator);
        return sum.Copies.Count == 0 && ContractionAxes.Choose(contract, plan).Outer.All(a => sum.Stride(a) != 0);
    }

    public override void Run(Frame frame)
    {
        var cursor = _nest.Begin(frame, stackalloc long[2 * _nest.Depth], stackalloc nint[3]);
        var (rows, columns, depth) = (Size(frame, _axes.Rows), Size(frame, _axes.Columns), Size(frame, _axes.Depth));
        do
        {
            nint first = 0;
            while (first < columns)
            {
                var width = Microkernels.Width(columns - first);
                var sum = (float*)cursor[0] + (first * _sumColumn);
                var right = (float*)cursor[2] + (first * _rightColumn);
                Slice(frame, sum, (float*)cursor[1], right, width, rows, Math.Min(width, columns - first), depth);
                first += width;
            }
        }
        while (cursor.Next());
    }

    private void Slice(Frame frame, float* sum, float* left, float* right, nint width, nint rows, nint columns, nint depth)
    {
        var isWhole = width == columns;
        var rightRow = _rightDepth;
        if (_packAlways || (_packTail && !isWhole))
        {
            var panel = (float*)(frame.Scratch + _panel);
            Pack(right, panel, width, columns, depth);
            right = panel;
            rightRow = width;
        }

        var kernel = Microkernels.Find(width);
        if (isWhole || !_copyTail)
        {
            kernel(left, _leftRow, _leftDepth, right, rightRow, sum, _sumRow, rows, depth, _add);
            return;
        }

        var sums = (float*)(frame.Scratch + _sums);
        for (nint row = 0; row < rows; row++) new Span<float>(sum + (row * _sumRow), (int)columns).CopyTo(new Span<float>(sums + (row * width), (int)columns));
        kernel(left, _leftRow, _leftDepth, right, rightRow, sums, width, rows, depth, _add);
        for (nint row = 0; row < rows; row++) new Span<float>(sums + (row * width), (int)columns).CopyTo(new Span<float>(sum + (row * _sumRow), (int)columns));
    }

    /// <summary>Copies a slice of the right operand to rows of whole vectors, zero beyond its columns.</summary>
    private void Pack(float* right, float* panel, nint width, nint columns, nint depth)
    {
        if (columns < width) new Span<float>(panel, (int)(width * depth)).Clear();
        if (_rightDepth == 1)
        {
            Transpose.Run(right, _rightColumn, panel, width, columns, depth);
            return;
        }

        for (nint k = 0; k < depth; k++)
        {
            var source = right + (k * _rightDepth);
            var target = panel + (k * width);
            if (_rightColumn == 1) new Span<float>(source, (int)columns).CopyTo(new Span<float>(target, (int)columns));
            else for (nint column = 0; column < columns; column++) target[column] = source[column * _rightColumn];
        }
    }

    private bool IsPadded(Operand operand) => _axes.Columns >= 0 && operand is Tile tile && tile.IsPadded(_axes.Columns);

    private static nint Stride(Operand operand, int axis) => axis < 0 ? 0 : (nint)operand.Stride(axis) / sizeof(float);

    private static nint Size(Frame frame, int axis) => axis < 0 ? 1 : (nint)frame.Size[axis];

    private static long Longest(KernelPlan plan, int axis) => axis < 0 ? 1 : plan.Axes.IsLooped(axis) ? plan.Axes.Tile(axis) : plan.Axes.Extent(axis);
}
