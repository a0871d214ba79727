using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>Lowers statement lists and loops: when tiles are copied, when they are there, and which pipeline runs ahead of a loop.</summary>
internal sealed class BodyLowering(KernelBuilder builder)
{
    private readonly ComputeLowering _compute = new(builder);
    private readonly List<string> _groups = [];
    private int _there;

    /// <summary>The statements of a block; everything that no loop contains is copied at the start.</summary>
    public List<KernelStatement> Root(EquatableArray<TileStatement> body)
    {
        var result = new List<KernelStatement>();
        foreach (var load in Copies(body))
        {
            result.Add(new IssueCopies([Copy(load, KernelScope.Block, null)]) { Note = TileProgramPrinter.Head(load) });
            _groups.Add(load.Destination);
        }

        Block(body, result, true);
        return result;
    }

    private void Block(EquatableArray<TileStatement> body, List<KernelStatement> result, bool isRoot)
    {
        for (var i = 0; i < body.Count; i++)
        {
            if (body[i] is For loop)
            {
                Loop(loop, result, isRoot);
                continue;
            }

            if (body[i] is If) throw CudaErrors.Unsupported(builder.Program, "a condition stands around statements");
            if (isRoot) Require(Used([body[i]]), result, 0);
            _compute.Lower(body, i, result, isRoot ? KernelScope.Block : KernelScope.Part);
        }
    }

    private void Loop(For loop, List<KernelStatement> result, bool isRoot)
    {
        var levels = Levels(loop);
        var inside = new List<KernelStatement>();
        CopyPipeline? pipeline = null;
        if (levels.Count > 0)
        {
            pipeline = PipelinePlan.Make(builder, levels, load => Copy(load, KernelScope.Part, $"p{builder.Pipelines.Count}"));
            builder.Pipelines.Add(pipeline);
            result.Add(new StartPipeline(pipeline.Name));
        }

        if (isRoot) Before(loop, levels, pipeline, result);
        if (pipeline is null && Copies(loop.Body).ToList() is { Count: > 0 } unpipelined)
        {
            inside.Add(new Synchronize(KernelScope.Part));
            foreach (var load in unpipelined) inside.Add(new IssueCopies([Copy(load, KernelScope.Part, null)]) { Note = TileProgramPrinter.Head(load) });
            inside.Add(new AwaitCopies(0, KernelScope.Part));
        }

        result.Add(Nest(loop, levels.Count, pipeline?.Name, inside));
    }

    /// <summary>The loops of one pipeline, the innermost of which acquires a step at its start.</summary>
    private KernelLoop Nest(For loop, int levels, string? pipeline, List<KernelStatement> inside)
    {
        if (levels == 1) inside.Add(new AcquireStep(pipeline!));
        if (levels < 2) Block(loop.Body, inside, false);
        else
            for (var i = 0; i < loop.Body.Count; i++)
            {
                if (loop.Body[i] is For inner && HasCopies(inner)) inside.Add(Nest(inner, levels - 1, pipeline, []));
                else if (loop.Body[i] is For plain) Loop(plain, inside, false);
                else _compute.Lower(loop.Body, i, inside, KernelScope.Part);
            }

        var split = loop.Binding as SplitLoop;
        return new KernelLoop(loop.Axis, loop.Low, loop.High, split?.Scope, pipeline, inside.ToEquatableArray());
    }

    /// <summary>What must be there before a loop: operands that stay in registers during it, tiles that it reads.</summary>
    private void Before(For loop, List<For> levels, CopyPipeline? pipeline, List<KernelStatement> result)
    {
        var ahead = pipeline?.Ahead ?? 0;
        var used = Used(loop.Body.WithNested());
        var kept = _compute.OperandsToKeep(loop, _groups.ToHashSet());
        var early = kept.Concat(Used(BeforeFirstStep(levels))).ToHashSet();
        var mustBeThere = builder.Warps.Parts > 1 || pipeline is null ? used : [.. used.Where(early.Contains)];
        Require(mustBeThere, result, ahead);
        foreach (var tile in kept) result.Add(_compute.Keep(tile));
        if (pipeline is not null) _there = _groups.Count;
    }

    /// <summary>Waits for tiles that were copied at the start of the block.</summary>
    private void Require(IEnumerable<string> tiles, List<KernelStatement> result, int later)
    {
        var last = tiles.Select(t => _groups.IndexOf(t)).DefaultIfEmpty(-1).Max();
        if (last < _there) return;
        result.Add(new AwaitCopies(_groups.Count - 1 - last + later, KernelScope.Block));
        _there = last + 1;
    }

    private List<string> Used(IEnumerable<TileStatement> statements) => [.. statements.SelectMany(Reads).Where(_groups.Contains).Distinct()];

    private static IEnumerable<string> Reads(TileStatement statement) => statement switch
    {
        Contract contract => [contract.Left, contract.Right],
        Map map => map.Value.SelfAndDescendants().OfType<Element>().Select(e => e.Buffer),
        Update update => [update.Source],
        Store store => [store.Source],
        Finish finish => [finish.Source],
        _ => [],
    };

    /// <summary>The loop and those inside it that one pipeline can run through; empty if there is nothing to copy or no such order.</summary>
    private List<For> Levels(For loop)
    {
        if (!HasCopies(loop)) return [];
        For[] inner = [.. loop.Body.OfType<For>().Where(HasCopies)];
        if (inner.Length == 0) return [loop];
        if (inner is not [{ Low: IndexConstant, High: IndexConstant, Binding: SerialLoop } only]) return [];
        if (Levels(only) is not { Count: > 0 } rest) return [];
        List<For> levels = [loop, .. rest];
        var copied = levels.SelectMany(l => Copies(l.Body)).Select(c => c.Destination).ToHashSet();
        return BeforeFirstStep(levels).SelectMany(Reads).Any(copied.Contains) ? [] : levels;
    }

    /// <summary>What runs in the outer loops of a pipeline before the innermost one awaits its first step.</summary>
    private static IEnumerable<TileStatement> BeforeFirstStep(List<For> levels) =>
        levels.Zip(levels.Skip(1)).SelectMany(pair => pair.First.Body.TakeWhile(s => !ReferenceEquals(s, pair.Second)).WithNested());

    private bool HasCopies(For loop) => Copies(loop.Body.WithNested()).Any();

    private IEnumerable<Load> Copies(IEnumerable<TileStatement> statements) => statements.OfType<Load>().Where(l => builder.Homes[l.Destination] == Home.Copied);

    private TileCopy Copy(Load load, KernelScope scope, string? pipeline)
    {
        var shape = CopyShape.Of(builder.Program, load)!;
        var tile = builder.DeclareTile(new SharedTile(
            load.Destination, builder.Program.FindBuffer(load.Source).Type, shape.Row, builder.Padded(shape.Row), shape.Column, builder.Padded(shape.Column), scope, pipeline, 0));
        return new TileCopy(tile.Name, load.Source, load.Indices, shape.RowStride, shape.Width, HasEdge(shape.Row, tile.Rows), HasEdge(shape.Column, tile.Columns));
    }

    /// <summary>A tile may reach beyond the extent, or has rows that its loop does not step over.</summary>
    private bool HasEdge(string axis, int size) => builder.Program.FindAxis(axis) is var a && (a.Extent.Value % size != 0 || (!a.IsUntiled && a.Tile != size));
}
