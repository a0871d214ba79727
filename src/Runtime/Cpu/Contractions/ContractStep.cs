using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu.Layout;
using MCFuser.Runtime.Cpu.Rows;
using MCFuser.Runtime.Cpu.Steps;

namespace MCFuser.Runtime.Cpu.Contractions;

/// <summary>
/// Adds products of two tiles to a third, slice by slice of the columns. The right operand is read where it lies if its columns are
/// contiguous;
/// else, and for a last slice that does not fill a vector of an unpadded tile, a copy of the slice is packed.
/// </summary>
internal sealed unsafe class ContractStep : Step
{
    /// <summary>The packed panel and the copied rows stay in the second cache.</summary>
    private const int PanelDepth = 512, CopiedRows = 128;

    private readonly RowNest _nest;
    private readonly ContractionAxes _axes;
    private readonly nint _sumRow, _sumColumn, _leftRow, _leftDepth, _rightColumn, _rightDepth;
    private readonly bool _add;
    private readonly bool _packAlways, _packTail, _copyTail;
    private readonly long _panel, _sums;

    /// <param name="add">Whether to add to what is there; else the products replace it, which must be possible (<see
    /// cref="CanReplace"/>).</param>
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
        _panel = _packAlways || _packTail ? plan.Reserve(PanelDepth * Microkernels.Widest * sizeof(float)) : 0;
        _sums = _copyTail ? plan.Reserve(CopiedRows * Microkernels.Widest * sizeof(float)) : 0;
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
        var columns = Size(frame, _axes.Columns);
        do
        {
            nint width;
            for (nint first = 0; first < columns; first += width)
            {
                width = Microkernels.Width(columns - first);
                var product = new MatrixProduct
                {
                    Left = (float*)cursor[1],
                    LeftRow = _leftRow,
                    LeftColumn = _leftDepth,
                    Right = (float*)cursor[2] + (first * _rightColumn),
                    RightRow = _rightDepth,
                    Sum = (float*)cursor[0] + (first * _sumColumn),
                    SumRow = _sumRow,
                    Rows = Size(frame, _axes.Rows),
                    Depth = Size(frame, _axes.Depth),
                    Add = _add,
                };
                Slice(frame, product, width, Math.Min(width, columns - first));
            }
        }
        while (cursor.Next());
    }

    private void Slice(Frame frame, MatrixProduct product, nint width, nint columns)
    {
        if (!_packAlways && (!_packTail || width == columns))
        {
            Rows(frame, product, width, columns);
            return;
        }

        var part = product with { Right = (float*)(frame.Scratch + _panel), RightRow = width };
        for (nint first = 0; first < product.Depth; first += PanelDepth)
        {
            part.Depth = Math.Min(PanelDepth, product.Depth - first);
            Pack(product.Right + (first * _rightDepth), part.Right, width, columns, part.Depth);
            Rows(frame, part, width, columns);
            part.Left += PanelDepth * _leftDepth;
            part.Add = true;
        }
    }

    /// <summary>Runs the kernel on the sum, or on a copy of its rows where whole vectors would reach beyond them.</summary>
    private void Rows(Frame frame, MatrixProduct product, nint width, nint columns)
    {
        var kernel = Microkernels.Find(width);
        if (width == columns || !_copyTail)
        {
            kernel(product);
            return;
        }

        var copy = (float*)(frame.Scratch + _sums);
        for (; product.Rows > 0; product = product.Skip(Math.Min(CopiedRows, product.Rows)))
        {
            var part = product with { Rows = Math.Min(CopiedRows, product.Rows), Sum = copy, SumRow = width };
            if (product.Add) Copy(product.Sum, _sumRow, copy, width, part.Rows, columns);
            kernel(part);
            Copy(copy, width, product.Sum, _sumRow, part.Rows, columns);
        }
    }

    private static void Copy(float* source, nint from, float* target, nint to, nint rows, nint columns)
    {
        for (nint row = 0; row < rows; row++)
        {
            var elements = new Span<float>(source + (row * from), (int)columns);
            elements.CopyTo(new Span<float>(target + (row * to), (int)columns));
        }
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
}
