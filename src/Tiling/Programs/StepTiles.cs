using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;
using MCFuser.Tiling.Placement;

namespace MCFuser.Tiling.Programs;

/// <summary>The on-chip buffers and states of a program under construction, and which buffer holds which value.</summary>
public sealed class StepTiles(ChainFlow flow, StepPaths paths, OperandLayout layout)
{
    private readonly List<TileBuffer> _buffers = [];
    private readonly List<TileState> _states = [];
    private readonly List<(PlacedStatement Load, string Buffer)> _loads = [];

    public EquatableArray<TileBuffer> Buffers => _buffers.ToEquatableArray();

    public EquatableArray<TileState> States => _states.ToEquatableArray();

    /// <summary>Declares a tile unless it is there already, and returns its name.</summary>
    public string Tile(string name, EquatableArray<string> axes, DataType type = DataType.F32, MemoryScope scope = MemoryScope.Register, ChainStep? owner = null)
    {
        if (_buffers.All(b => b.Name != name)) _buffers.Add(new TileBuffer(name, type, scope, Dimensions(axes, owner), [], 16));
        return name;
    }

    public TileState State(ChainStep step, Monoid monoid, string[] parts, string? rescaledBy = null)
    {
        var state = new TileState(step.Target.Name, monoid, layout.Tiled(step.Reduced), [.. parts], rescaledBy);
        _states.Add(state);
        return state;
    }

    /// <summary>Declares the tile that a load fills; a tensor loaded at several places has several tiles.</summary>
    public string Load(PlacedStatement load, EquatableArray<string> order)
    {
        var axes = order.Where(load.Axes.Contains).Concat(layout.Tiled(load.Axes)).Distinct().ToEquatableArray();
        var count = _loads.Count(l => l.Load.Tensor == load.Tensor);
        var name = count == 0 ? $"{load.Tensor}.tile" : $"{load.Tensor}.tile{count + 1}";
        _loads.Add((load, name));
        return Tile(name, axes, flow.Chain.FindInput(load.Tensor)!.Type, MemoryScope.Shared);
    }

    /// <summary>The buffer that holds what a step reads: of the loads so far, the last one that stands around the step.</summary>
    public string Loaded(TensorRead read, EquatableArray<string> path) =>
        _loads.Last(l => l.Load.Tensor == read.Tensor && l.Load.Indices == read.Indices && path.StartsWith(l.Load.Path)).Buffer;

    /// <summary>An expression over tensors as one over on-chip tiles.</summary>
    public Expression Localize(Expression value, EquatableArray<string> path) => value.Rewrite(e => ConstantFolding.Fold(e switch
    {
        TensorRead read when flow.Chain.FindStep(read.Tensor) is { } step => new Element(Value(step)),
        TensorRead read => new Element(Loaded(read, path)),
        AxisExtent(var axis) => new Number(flow.Chain.Extent(axis)),
        _ => e,
    }));

    /// <summary>The buffer from which later steps read a step's finished result.</summary>
    public string Value(ChainStep step) => step switch
    {
        SoftmaxStep softmax when flow.IsOnline(softmax) => $"{step.Target.Name}.exp",
        Contraction when flow.OnlineSource(step) is null => $"{step.Target.Name}.acc",
        Reduction { Operator: not ReduceOperator.Mean } => $"{step.Target.Name}.acc",
        _ => $"{step.Target.Name}.tile",
    };

    private EquatableArray<BufferDimension> Dimensions(EquatableArray<string> axes, ChainStep? owner)
    {
        var alive = owner is null ? [] : paths.KeptAlive(owner).ToList();
        return alive.Except(axes).Select(a => new BufferDimension(a, LiveRange.PerTile))
            .Concat(axes.Select(a => new BufferDimension(a, alive.Contains(a) ? LiveRange.Whole : LiveRange.Tile)))
            .ToEquatableArray();
    }
}
