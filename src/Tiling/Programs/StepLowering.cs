using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;
using MCFuser.Tiling.Placement;

namespace MCFuser.Tiling.Programs;

/// <summary>Turns the compute statement of each step into tile statements: states are started before their loops and finished before they are read.</summary>
public sealed class StepLowering(ChainFlow flow, StepPaths paths, OperandLayout layout, StepTiles tiles, ProgramItems items, Precision precision)
{
    public void Lower(ChainStep step)
    {
        switch (step)
        {
            case Contraction contraction: Lower(contraction); break;
            case SoftmaxStep softmax: Lower(softmax); break;
            case Reduction reduction: Lower(reduction); break;
            case ElementwiseMap map: Compute(tiles.Tile(tiles.Value(map), layout.Result(map), map.Target.Type), map, map.Value); break;
        }
    }

    public void Store(PlacedStatement store)
    {
        var step = flow.Chain.FindStep(store.Tensor)!;
        items.Add(store.Path, new Store(store.Tensor, step.Target.Axes.Select(IndexExpression (a) => new IndexAxis(a)).ToEquatableArray(), tiles.Value(step)));
        Finalize(step, store.Path);
    }

    private void Lower(Contraction step)
    {
        var (path, operands) = (paths[step], layout.Of(step));
        var accumulator = tiles.Tile($"{step.Target.Name}.acc", layout.Result(step), owner: step);
        var softmax = flow.OnlineSource(step);
        var state = tiles.State(step, Monoid.Sum, [accumulator], softmax?.Target.Name);
        var left = Operand(step, $"{step.Target.Name}.left", Product(operands.Left), operands.LeftAxes);
        var right = Operand(step, $"{step.Target.Name}.right", Product(operands.Right), operands.RightAxes);
        Add(step, new Contract(accumulator, left, right, layout.Tiled(step.Reduced), precision));
        if (softmax is not null && path.Contains(softmax.Axis)) Rescale(step, softmax, accumulator);
        Start(step, state);
    }

    private void Lower(SoftmaxStep step)
    {
        var (name, path) = (step.Target.Name, paths[step]);
        var rows = layout.Result(step).Where(a => a != step.Axis).ToEquatableArray();
        string[] parts = [Part("max"), Part("sum"), Part("scale")];
        var state = tiles.State(step, Monoid.Softmax, parts);
        var exponentials = tiles.Tile($"{name}.exp", layout.Result(step));
        var source = Operand(step, exponentials, step.Value, layout.Result(step));
        Add(step, new Update(name, source, exponentials));
        Start(step, state);
        if (!flow.IsOnline(step)) items.Add(path, new Finish(name, exponentials, tiles.Tile(tiles.Value(step), layout.Result(step))));

        string Part(string part) => tiles.Tile($"{name}.{part}", rows, owner: step);
    }

    private void Lower(Reduction step)
    {
        var accumulator = tiles.Tile($"{step.Target.Name}.acc", layout.Result(step), owner: step);
        var monoid = step.Operator switch { ReduceOperator.Max => Monoid.Max, ReduceOperator.Min => Monoid.Min, _ => Monoid.Sum };
        var state = tiles.State(step, monoid, [accumulator]);
        var source = Operand(step, $"{step.Target.Name}.in", step.Value, [.. layout.Result(step), .. layout.Tiled(step.Reduced)]);
        Add(step, new Update(step.Target.Name, source, null));
        Start(step, state);
    }

    /// <summary>A tile that holds an expression over all of the given axes: the tile that is there already, or a map into a new one.</summary>
    private string Operand(ChainStep step, string name, Expression value, EquatableArray<string> axes)
    {
        if (value is not TensorRead read || !axes.ToHashSet().SetEquals(layout.Tiled(read.FreeAxes()))) return Compute(tiles.Tile(name, axes), step, value);
        return flow.Chain.FindStep(read.Tensor) is { } producer ? tiles.Value(producer) : tiles.Loaded(read, paths[step]);
    }

    private string Compute(string destination, ChainStep step, Expression value)
    {
        Add(step, new Map(destination, tiles.Localize(value, paths[step])));
        return destination;
    }

    /// <summary>Adds a statement of a step, and before it what finishes the results it reads.</summary>
    private void Add(ChainStep step, TileStatement statement)
    {
        items.Add(paths[step], statement);
        foreach (var producer in flow.Producers(step)) Finalize(producer, paths[step]);
    }

    private static Expression Product(EquatableArray<Expression> factors) => factors.Aggregate((x, y) => new Binary(BinaryOperator.Multiply, x, y));

    /// <summary>Starts a state before the outermost loop that reduces it, once for each tile that stays alive.</summary>
    private void Start(ChainStep step, TileState state)
    {
        var outer = paths[step].TakeWhile(a => !step.Reduced.Contains(a)).ToEquatableArray();
        items.AddBeforeLoop(outer.Count, [.. outer, .. paths.KeptAlive(step)], new Init(state.Name));
    }

    /// <summary>Multiplies what was accumulated by the scale of the softmax, once for each tile of the softmax axis.</summary>
    private void Rescale(Contraction step, SoftmaxStep softmax, string accumulator)
    {
        var path = paths[step];
        var others = step.Reduced.Where(a => a != softmax.Axis).ToList();
        var depth = path.TakeWhile(a => !others.Contains(a)).Count();
        var scaled = new Binary(BinaryOperator.Multiply, new Element(accumulator), new Element($"{softmax.Target.Name}.scale"));
        items.AddBeforeLoop(depth, path.Except(others).ToEquatableArray(), new Map(accumulator, scaled));
    }

    /// <summary>Puts the statement that finishes a producer's result before the last item, unless it is there.</summary>
    private void Finalize(ChainStep producer, EquatableArray<string> path)
    {
        if (Final(producer) is not { } statement) return;
        var around = FinalPath(producer, path);
        if (!items.IsThere(around, statement)) items.AddBeforeLoop(around.Count, around, statement);
    }

    private TileStatement? Final(ChainStep producer)
    {
        var (name, result) = (producer.Target.Name, layout.Result(producer));
        if (producer is Contraction && flow.OnlineSource(producer) is { } softmax)
            return new Finish(softmax.Target.Name, $"{name}.acc", tiles.Tile(tiles.Value(producer), result));
        if (producer is not Reduction { Operator: ReduceOperator.Mean } mean) return null;
        var count = mean.Reduced.Aggregate(1.0, (n, a) => n * flow.Chain.Extent(a));
        return new Map(tiles.Tile(tiles.Value(producer), result), new Binary(BinaryOperator.Divide, new Element($"{name}.acc"), new Number(count)));
    }

    /// <summary>The shortest part of the consumer's path that ranges over the producer's tile.</summary>
    private EquatableArray<string> FinalPath(ChainStep producer, EquatableArray<string> path)
    {
        var needed = paths.Follow([producer], producer.Target.Axes);
        var depth = path.Count;
        while (depth > 0 && !needed.Contains(path[depth - 1])) depth--;
        return path.Take(depth).ToEquatableArray();
    }
}
