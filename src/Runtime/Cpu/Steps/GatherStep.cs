using MCFuser.Core;
using MCFuser.Runtime.Cpu.Layout;
using Convert = MCFuser.Runtime.Cpu.Rows.Convert;

namespace MCFuser.Runtime.Cpu.Steps;

/// <summary>
/// A load or store some of whose indices are evaluated at run time: once a row where they do not vary along it, else for each element.
/// </summary>
internal sealed unsafe class GatherStep : Step
{
    private readonly bool _store;
    private readonly int _elementBytes;
    private readonly delegate*<nint, nint, nint, void> _convert;
    private readonly TensorAccess _tensor;
    private readonly RowNest _nest;
    private readonly bool _varies;

    public GatherStep(KernelPlan plan, Tile tile, TensorAccess tensor, bool store)
    {
        _store = store;
        _elementBytes = tensor.Tensor.Type.Bytes();
        _convert = store ? Convert.Narrow(tensor.Tensor.Type) : Convert.Widen(tensor.Tensor.Type);
        _tensor = tensor;
        _nest = RowNest.OfRows(plan, tile, tensor);
        _varies = tensor.CheckedAxes.Contains(_nest.Inner);
    }

    public override void Run(Frame frame)
    {
        var cursor = _nest.Begin(frame, stackalloc long[2 * _nest.Depth], stackalloc nint[2]);
        var count = _nest.InnerSize(frame);
        var positions = frame.Position;
        frame.Start.CopyTo(positions, 0);
        do
        {
            for (var level = 0; level < _nest.Depth; level++)
            {
                var axis = _nest.OuterAxis(level);
                positions[axis] = frame.Start[axis] + cursor.Index(level);
            }

            if (_varies) Elements(frame, cursor[0], cursor[1], count);
            else Row(cursor[0], cursor[1] + _tensor.Offset(frame, positions), count);
        }
        while (cursor.Next());
    }

    private void Row(nint tile, nint tensor, nint count)
    {
        var (tileStride, tensorStride) = (_nest.InnerStrides[0], _nest.InnerStrides[1]);
        if (tileStride == sizeof(float) && tensorStride == _elementBytes)
        {
            Move(tile, tensor, count);
            return;
        }

        for (nint i = 0; i < count; i++) Move(tile + (i * tileStride), tensor + (i * tensorStride), 1);
    }

    private void Elements(Frame frame, nint tile, nint tensor, nint count)
    {
        var (tileStride, tensorStride) = (_nest.InnerStrides[0], _nest.InnerStrides[1]);
        for (nint i = 0; i < count; i++)
        {
            frame.Position[_nest.Inner] = frame.Start[_nest.Inner] + i;
            Move(tile + (i * tileStride), tensor + (i * tensorStride) + _tensor.Offset(frame, frame.Position), 1);
        }
    }

    private void Move(nint tile, nint tensor, nint count)
    {
        if (_store) _convert(tile, tensor, count);
        else _convert(tensor, tile, count);
    }
}
