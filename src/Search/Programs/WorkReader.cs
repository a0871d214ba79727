using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Search.Programs;

/// <summary>Reads the statements of a tile program as work.</summary>
internal sealed class WorkReader(ChainAxes axes, TileProgram program)
{
    private readonly List<int> _full = [];
    private readonly List<MaskedTrips> _masked = [];
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
            else Works.AddRange(Work(statement));
        }
    }

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
            case Map map:
                var count = OperatorCount.Of(map.Value);
                return [new PointWork(loops, AxesOf(map.Destination), Math.Max(1, count.Plain), count.Special)];
            case Update update: return [new PointWork(loops, AxesOf(update.Source), update.Destination is null ? 1 : 3, update.Destination is null ? 0 : 1, true)];
            case Finish finish: return [new PointWork(loops, AxesOf(finish.Destination), 1, 0)];
            case Init init: return program.FindState(init.State).Parts.Select(p => new PointWork(loops, AxesOf(p), 1, 0));
            case Combine combine: return program.FindState(combine.State).Parts.Select(p => new CombineWork(loops, AxesOf(p)));
            default: throw new InvalidOperationException($"unknown statement {statement.GetType().Name}");
        }
    }

    private TransferWork Transfer(WorkLoops loops, string tensor, string tile, EquatableArray<IndexExpression> indices, bool isStore)
    {
        var (global, local) = (program.FindBuffer(tensor), program.FindBuffer(tile));
        if (!Tensors.Contains(global)) Tensors.Add(global);
        if (!isStore && IsRepeated) Pipelined.Add(tile);
        var contiguous = indices.Count == 0 ? null : indices[^1].Axes().LastOrDefault();
        return new TransferWork(
            loops,
            AxesOf(tile),
            Tensors.IndexOf(global),
            global.Type.Bytes(),
            isStore,
            global.Type != DataType.F32,
            local.Dimensions.Count > 1 && contiguous is not null && local.Axes.Contains(contiguous) && local.Dimensions[^1].Axis != contiguous,
            !isStore && IsRepeated);
    }

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
            left.Scope == MemoryScope.Shared,
            right.Scope == MemoryScope.Shared,
            Math.Max(left.Scope == MemoryScope.Shared ? left.Type.Bytes() : 0, right.Scope == MemoryScope.Shared ? right.Type.Bytes() : 0));
    }

    private int[] AxesOf(string buffer) => axes.Numbers(program.FindBuffer(buffer).Axes);
}
