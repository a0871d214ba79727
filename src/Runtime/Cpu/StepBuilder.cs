using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu.Contractions;
using MCFuser.Runtime.Cpu.Indices;
using MCFuser.Runtime.Cpu.Layout;
using MCFuser.Runtime.Cpu.Rows;
using MCFuser.Runtime.Cpu.Steps;

namespace MCFuser.Runtime.Cpu;

/// <summary>Prepares the statements of a tile program: for each the step that executes it.</summary>
internal sealed class StepBuilder(KernelPlan plan)
{
    private readonly TileProgram _program = plan.Program;
    private readonly Dictionary<string, int> _writers = Writers(plan.Program);

    /// <summary>
    /// Statements one after the other. A contraction that follows the start of its sum replaces it; a map whose result a softmax takes up
    /// next
    /// runs together with it.
    /// </summary>
    public Step Block(IEnumerable<TileStatement> body)
    {
        TileStatement[] statements = [.. body];
        var steps = new List<Step>();
        var replacing = new HashSet<int>();
        for (var i = 0; i < statements.Length; i++)
        {
            if (Replacement(statements, i) is { } contraction)
            {
                replacing.Add(contraction);
                continue;
            }

            var step = replacing.Contains(i) ? new ContractStep((Contract)statements[i], plan, false) : Build(statements[i]);
            var isMapped = i > 0 && statements[i] is Update update && statements[i - 1] is Map map && update.Source == map.Destination;
            if (isMapped && steps is [.., MapStep mapped] && step is SoftmaxStep softmax && softmax.TryPrecede(mapped))
                steps.RemoveAt(steps.Count - 1);
            steps.Add(step);
        }

        return steps is [var only] ? only : new BlockStep([.. steps]);
    }

    /// <summary>
    /// The contraction before which a sum need not be set to 0, because it is the next to touch the sum and computes all of it.
    /// </summary>
    private int? Replacement(TileStatement[] statements, int start)
    {
        if (statements[start] is not Init init) return null;
        if (_program.FindState(init.State) is not { Monoid: Monoid.Sum, Parts: [var part] }) return null;
        for (var i = start + 1; i < statements.Length && statements[i] is not (For or If); i++)
        {
            var isNext = statements[i] is Contract contract && contract.Accumulator == part;
            if (isNext && OpenAxes(statements[i]).Count == 0 && ContractStep.CanReplace((Contract)statements[i], plan)) return i;
            if (Buffers(statements[i]).Contains(part)) return null;
        }

        return null;
    }

    public Step Build(TileStatement statement)
    {
        if (statement is For loop) return Loop(loop);
        if (statement is If test) return new IfStep(test.Operator, Index(test.Left), Index(test.Right), Block(test.Body));
        return statement is Init ? Leaf(statement) : TileByTile(statement, OpenAxes(statement));
    }

    /// <summary>The tiled axes without a loop of which a buffer keeps one element a tile.</summary>
    private List<int> OpenAxes(TileStatement statement) =>
        [.. Buffers(statement).SelectMany(b => plan.Tile(b).Axes.Where(plan.Tile(b).IsPerTile)).Where(plan.Axes.IsOpen).Distinct()];

    /// <summary>
    /// A statement that covers all tiles of an axis of which a buffer keeps one element a tile runs once for each of them.
    /// </summary>
    private Step TileByTile(TileStatement statement, List<int> open)
    {
        if (open.Count == 0) return Leaf(statement);
        var axis = open[0];
        plan.Axes.Enter(axis);
        var body = TileByTile(statement, [.. open.Skip(1)]);
        plan.Axes.Leave(axis);
        var extent = plan.Axes.Extent(axis);
        return new LoopStep(axis, plan.Axes.Tile(axis), extent, (_, _) => 0, (_, _) => extent, null, body);
    }

    private LoopStep Loop(For loop)
    {
        var axis = plan.Axes[loop.Axis];
        var (low, high) = (Index(loop.Low), Index(loop.High));
        var split = loop.Binding as SplitLoop;
        if (split is not null) plan.ActiveSplits.Add(split.Scope);
        plan.Axes.Enter(axis);
        var body = Block(loop.Body);
        plan.Axes.Leave(axis);
        if (split is not null) plan.ActiveSplits.Remove(split.Scope);
        return new LoopStep(axis, plan.Axes.Tile(axis), plan.Axes.Extent(axis), low, high, split, body);
    }

    private Step Leaf(TileStatement statement) => statement switch
    {
        Load load => Load(load),
        Store store => Move(store.Source, new TensorAccess(plan.Global(store.Destination), store.Indices, plan), true),
        Init init => Init(_program.FindState(init.State)),
        Contract contract => new ContractStep(contract, plan, true),
        Map map => (Step?)Rescale(map) ?? new MapStep(map, plan),
        Update update => Update(update, _program.FindState(update.State)),
        Combine combine => Combine(combine.Across, _program.FindState(combine.State)),
        Finish finish => Finish(finish, _program.FindState(finish.State)),
        _ => throw CpuErrors.Broken($"unknown statement {statement.GetType().Name}", _program),
    };

    private Step Load(Load load)
    {
        var tile = plan.Tile(load.Destination);
        var source = new TensorAccess(plan.Global(load.Source), load.Indices, plan);
        if (plan.IsView(load.Destination)) return new ViewStep(tile, source);
        var step = Move(load.Destination, source, false);
        var isRemembered = _writers.GetValueOrDefault(load.Destination) == 1 && _program.Inputs.Any(i => i.Name == load.Source);
        return isRemembered ? LoadMemory.Around(step, tile.Axes.Concat(source.AllAxes), plan) : step;
    }

    private Step Move(string tile, TensorAccess tensor, bool store) =>
        tensor.IsAffine ? new TransferStep(plan, plan.Tile(tile), tensor, store) : new GatherStep(plan, plan.Tile(tile), tensor, store);

    private BlockStep Init(TileState state)
    {
        float[] values = state.Monoid switch
        {
            Monoid.Sum => [0],
            Monoid.Max => [float.NegativeInfinity],
            Monoid.Min => [float.PositiveInfinity],
            _ => [float.NegativeInfinity, 0, 1],
        };
        return new BlockStep([.. state.Parts.Zip(values, (part, value) => new InitStep(plan, plan.Tile(part), value))]);
    }

    private Step Update(Update update, TileState state)
    {
        var source = plan.Tile(update.Source);
        if (state.Monoid != Monoid.Softmax) return FoldSteps.Create(state.Monoid, plan, source, plan.Tile(state.Parts[0]));
        return new SoftmaxStep(plan, source, update.Destination is null ? null : plan.Tile(update.Destination), state);
    }

    /// <summary>The map of a tile that multiplies it by the scale of a softmax state: mostly by 1, which needs no work.</summary>
    private RescaleStep? Rescale(Map map)
    {
        if (map.Value is not Binary(BinaryOperator.Multiply, Element(var first), Element(var second))) return null;
        var (own, scale) = first == map.Destination ? (first, second) : (second, first);
        var isScale = _program.States.Any(s => s.Monoid == Monoid.Softmax && s.Parts[2] == scale);
        return own == map.Destination && own != scale && isScale ? new RescaleStep(plan, plan.Tile(own), plan.Tile(scale)) : null;
    }

    private Step Combine(SplitScope scope, TileState state)
    {
        var weight = state.RescaledBy is null ? null : plan.Tile(_program.FindState(state.RescaledBy).Parts[2]);
        return state.Monoid switch
        {
            Monoid.Sum => new CombineStep<SumFold>(plan, plan.Tile(state.Parts[0]), weight, scope),
            Monoid.Max => new CombineStep<MaxFold>(plan, plan.Tile(state.Parts[0]), weight, scope),
            Monoid.Min => new CombineStep<MinFold>(plan, plan.Tile(state.Parts[0]), weight, scope),
            _ => new CombineSoftmaxStep(plan, state, scope),
        };
    }

    private FinishStep Finish(Finish finish, TileState softmax) =>
        new(plan, plan.Tile(finish.Source), plan.Tile(finish.Destination), plan.Tile(softmax.Parts[1]));

    private IndexFunction Index(IndexExpression index) => IndexCompiler.Compile(index, plan);

    private IEnumerable<string> Buffers(TileStatement statement) => statement.TilesRead(_program).Concat(statement.TilesWritten(_program));

    /// <summary>How many statements write each buffer.</summary>
    private static Dictionary<string, int> Writers(TileProgram program) =>
        program.Body.WithNested().SelectMany(s => s.TilesWritten(program)).CountBy(b => b).ToDictionary();
}
