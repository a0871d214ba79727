using MCFuser.Core;
using MCFuser.Runtime.Cpu.Layout;
using MCFuser.Runtime.Cpu.Rows;
using Convert = MCFuser.Runtime.Cpu.Rows.Convert;

namespace MCFuser.Runtime.Cpu.Steps;

/// <summary>
/// A load or store whose indices are affine. Moves whole rows where tile and tensor are contiguous along the same axis,
/// transposes blocks where the tensor is contiguous along another axis, and single elements elsewhere.
/// </summary>
internal sealed unsafe class TransferStep : Step
{
    private const int BlockRows = 16, BlockColumns = 128;

    private readonly bool _store;
    private readonly int _elementBytes;
    private readonly bool _isSingle;
    private readonly delegate*<nint, nint, nint, void> _convert;
    private readonly RowNest _nest;

    /// <summary>The axis along which the tensor is contiguous where that is not the inner axis; -1 if it is, or if there is none.</summary>
    private readonly int _across = -1;

    private readonly nint _tileAcross;
    private readonly long _temporary;

    public TransferStep(KernelPlan plan, Tile tile, TensorAccess tensor, bool store)
    {
        _store = store;
        var type = tensor.Tensor.Type;
        _elementBytes = type.Bytes();
        _isSingle = type == DataType.F32;
        _convert = store ? Convert.Narrow(type) : Convert.Widen(type);
        _nest = RowNest.OfRows(plan, tile, tensor);
        if (_nest.Inner < 0 || _nest.InnerStrides[0] != sizeof(float) || _nest.InnerStrides[1] == _elementBytes) return;
        var axes = RowNest.AxesOf(plan, tile, tensor);
        var across = axes.FirstOrDefault(a => a != _nest.Inner && tensor.Stride(a) == _elementBytes && tile.Stride(a) != 0, -1);
        if (across < 0) return;
        _across = across;
        _tileAcross = (nint)tile.Stride(across) / sizeof(float);
        _nest = RowNest.Over(plan, axes.Where(a => a != across && a != _nest.Inner), _nest.Inner, tile, tensor);
        _temporary = plan.Reserve(BlockRows * BlockColumns * sizeof(float));
    }

    public override void Run(Frame frame)
    {
        var cursor = _nest.Begin(frame, stackalloc long[2 * _nest.Depth], stackalloc nint[2]);
        var count = _nest.InnerSize(frame);
        do
        {
            if (_across >= 0) Block((float*)cursor[0], cursor[1], count, (nint)frame.Size[_across], (float*)(frame.Scratch + _temporary));
            else Row(cursor[0], cursor[1], count);
        }
        while (cursor.Next());
    }

    private void Row(nint tile, nint tensor, nint count)
    {
        var (tileStride, tensorStride) = (_nest.InnerStrides[0], _nest.InnerStrides[1]);
        if (count == 1 || (tileStride == sizeof(float) && tensorStride == _elementBytes))
        {
            Move(tile, tensor, count);
            return;
        }

        for (nint i = 0; i < count; i++) Move(tile + (i * tileStride), tensor + (i * tensorStride), 1);
    }

    private void Move(nint tile, nint tensor, nint count)
    {
        if (_store) _convert(tile, tensor, count);
        else _convert(tensor, tile, count);
    }

    /// <summary>The tile is contiguous along its rows, the tensor across them.</summary>
    private void Block(float* tile, nint tensor, nint count, nint across, float* temporary)
    {
        var stride = _nest.InnerStrides[1];
        if (_isSingle)
        {
            if (_store) Transpose.Run(tile, _tileAcross, (float*)tensor, stride / sizeof(float), across, count);
            else Transpose.Run((float*)tensor, stride / sizeof(float), tile, _tileAcross, count, across);
            return;
        }

        for (nint column = 0; column < across; column += BlockColumns)
        {
            var columns = Math.Min(BlockColumns, across - column);
            for (nint row = 0; row < count; row += BlockRows)
            {
                var rows = Math.Min(BlockRows, count - row);
                var corner = tile + (column * _tileAcross) + row;
                if (_store) Transpose.Run(corner, _tileAcross, temporary, BlockColumns, columns, rows);
                for (nint i = 0; i < rows; i++)
                    Move((nint)(temporary + (i * BlockColumns)), tensor + ((row + i) * stride) + (column * _elementBytes), columns);
                if (!_store) Transpose.Run(temporary, BlockColumns, corner, _tileAcross, rows, columns);
            }
        }
    }
}
