using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Search.Programs;

/// <summary>Reads the statements of a tile program as work.</summary>
internal sealed class WorkReader(ChainAxes axes, TileProgram program)
{
    private readonly List<int> _full = [];
    private readonly List<MaskedTrips> _masked = [];
    private readonly Dictionary<string, TransferWork> _loads = [];
    private int _splitParts = 1;

    public List<int> Grid { get; } = [];

    /// <summary>Blocks that share the tiles of a split loop.</summary>
    public int GridParts { get; private set; } = 1;

    public SplitLoop? Split { get; private set; }

    public List<ProgramWork> Works { get; } = [];

    public List<TileBuffer> Tensors { get; } = [];

    /// <summary>The tiles that a loop in the block loads.</summary>
    public HashSet<string> Pipelined { get; } = [];

    private bool IsRepeated => _full.Count > 0 || _masked.Count > 0;

    public void Read(EquatableArray<TileStatement> body)
    {
        foreach (var statement in body)
        {
            if (statement is For loop) Read(loop);
            else if (statement is If test) Read(test.Body);
            else if (!IsReplaced(statement, body)) Works.AddRange(Work(statement));
        }
    }

    /// <summary>A sum need not be set to 0 where the one contraction of the same pass computes it.</summary>
    private bool IsReplaced(TileStatement statement, EquatableArray<TileStatement> body) =>
        statement is Init { State: var name } && program.FindState(name).Parts is [var part] && body.Any(s => s is Contract c && c.Accumulator == part);

    private void Read(For loop)
    {
        if (loop.Binding is GridLoop)
        {
            Grid.Add(axes[loop.Axis]);
            Read(loop.Body);
            return;
        }

        var split = loop.Binding as SplitLoop;
        if (split is not null) Enter(split);
        var masked = MaskedTrips.Of(axes, program, loop);
        if (masked is null) _full.Add(axes[loop.Axis]);
        else _masked.Add(masked);
        Read(loop.Body);
        if (masked is null) _full.RemoveAt(_full.Count - 1);
        else _masked.RemoveAt(_masked.Count - 1);
        if (split is not null) _splitParts = 1;
    }

    private void Enter(SplitLoop split)
    {
        Split = split;
        _splitParts = split.Parts;
        if (split.Scope is not SplitScope.Warp) GridParts = Math.Max(GridParts, split.Parts);
    }

    private IEnumerable<ProgramWork> Work(TileStatement statement)
    {
        var loops = new WorkLoops([.. _full], [.. _masked], _splitParts);
        switch (statement)
        {
            case Load load: return [Transfer(loops, load.Source, load.Destination, load.Indices, false)];
            case Store store: return [Transfer(loops, store.Destination, store.Source, store.Indices, true)];
            case Contract contract: return [Contraction(loops, contract)];
            case Map map: return [Map(loops, map)];
            case Update { Destination: null } fold: return [new PointWork(loops, AxesOf(fold.Source), 1, 0, PointKind.Fold)];
            case Update softmax: return [new PointWork(loops, AxesOf(softmax.Source), 3, 1, PointKind.Softmax)];
            case Finish finish: return [new PointWork(loops, AxesOf(finish.Destination), 1, 0)];
            case Init init: return program.FindState(init.State).Parts.Select(p => new PointWork(loops, AxesOf(p), 1, 0));
            case Combine combine: return program.FindState(combine.State).Parts.Select(p => new CombineWork(loops, AxesOf(p)));
            default: throw new InvalidOperationException($"unknown statement {statement.GetType().Name}");
        }
    }

    private PointWork Map(WorkLoops loops, Map map)
    {
        var count = OperatorCount.Of(map.Value);
        var isRescale = map.Value is Binary(BinaryOperator.Multiply, Element(var sum), Element(var scale)) && sum == map.Destination
            && program.States.Any(s => s.Monoid == Monoid.Softmax && s.Parts[2] == scale);
        return new PointWork(loops, AxesOf(map.Destination), Math.Max(1, count.Plain), count.Special, isRescale ? PointKind.Rescale : PointKind.Map);
    }

    private TransferWork Transfer(WorkLoops loops, string tensor, string tile, EquatableArray<IndexExpression> indices, bool isStore)
    {
        var (global, local) = (program.FindBuffer(tensor), program.FindBuffer(tile));
        if (!Tensors.Contains(global)) Tensors.Add(global);
        if (!isStore && IsRepeated) Pipelined.Add(tile);
        var place = new TensorPlace(axes, global, indices);
        var order = AxesOf(tile);
        var contiguous = Array.FindIndex(order, a => place.Stride(a) == global.Type.Bytes());
        var work = new TransferWork(
            loops,
            order,
            Tensors.IndexOf(global),
            global.Type.Bytes(),
            place.IsScattered ? TransferOrder.Scattered : contiguous < 0 || contiguous == order.Length - 1 ? TransferOrder.Rows : TransferOrder.Columns,
            isStore,
            global.Type != DataType.F32,
            !isStore && IsRepeated)
        {
            Contiguous = contiguous < 0 ? -1 : order[contiguous],
            Grid = [.. Grid.Select(a => (a, order.Contains(a) || place.Axes.Contains(a)))],
            Strides = !isStore && global.Type == DataType.F32 && !place.IsScattered && OnlyContracted(tile) ? [.. order.Select(place.Stride)] : [],
        };
        if (!isStore) _loads[tile] = work;
        return work;
    }

    private bool OnlyContracted(string tile) => program.Body.WithNested().All(s => s switch
    {
        Store store => store.Source != tile,
        Map map => !map.Value.SelfAndDescendants().OfType<Element>().Any(e => e.Buffer == tile),
        Update update => update.Source != tile,
        Finish finish => finish.Source != tile,
        _ => true,
    });

    private ContractWork Contraction(WorkLoops loops, Contract contract)
    {
        var (left, right, result) = (program.FindBuffer(contract.Left), program.FindBuffer(contract.Right), program.FindBuffer(contract.Accumulator));
        var (inLeft, inRight) = (left.Axes.ToHashSet(), right.Axes.ToHashSet());
        var kept = result.Axes.ToList();
        return new ContractWork(
            loops,
            axes.Numbers(kept),
            axes.Numbers(kept.Where(a => inLeft.Contains(a) && !inRight.Contains(a))),
            axes.Numbers(kept.Where(a => !inLeft.Contains(a))),
            axes.Numbers(contract.Axes),
            axes.Numbers(kept.Where(a => inLeft.Contains(a) && inRight.Contains(a))),
            _loads.GetValueOrDefault(left.Name),
            _loads.GetValueOrDefault(right.Name));
    }

    private int[] AxesOf(string buffer) => axes.Numbers(program.FindBuffer(buffer).Axes);
}
