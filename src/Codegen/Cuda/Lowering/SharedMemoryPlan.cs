using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>
/// Places everything in shared memory: tiles that stay, then the rings of the pipelines. What is exchanged or stored when all pipelines are through takes their place.
/// </summary>
internal sealed class SharedMemoryPlan
{
    private const int Alignment = 128;

    private readonly KernelProgram _program;
    private readonly List<SharedTile> _tiles = [];
    private readonly List<CopyPipeline> _pipelines = [];
    private readonly int _free;
    private int _top;
    private int _most;

    private SharedMemoryPlan(KernelProgram program)
    {
        _program = program;
        foreach (var tile in program.Tiles)
            _tiles.Add(tile.Pipeline is null ? tile with { Offset = Take(tile.Bytes * (tile.Scope == KernelScope.Part ? program.Parts : 1)) } : tile);
        _free = _top;
        foreach (var pipeline in program.Pipelines)
            _pipelines.Add(pipeline with { Levels = pipeline.Levels.Select(l => l with { Offset = Take(l.Slots * l.SlotBytes * program.Parts) }).ToEquatableArray() });
        _most = _top;
    }

    public static KernelProgram Apply(KernelProgram program)
    {
        var plan = new SharedMemoryPlan(program);
        var body = plan.Root(program.Body);
        return program with { Tiles = plan._tiles.ToEquatableArray(), Pipelines = plan._pipelines.ToEquatableArray(), Body = body, SharedBytes = plan._most };
    }

    private int Take(int bytes)
    {
        var at = _top;
        _top = (_top + bytes + Alignment - 1) / Alignment * Alignment;
        _most = Math.Max(_most, _top);
        return at;
    }

    /// <summary>After the last loop the pipelines' memory is free, once all warps are there.</summary>
    private EquatableArray<KernelStatement> Root(EquatableArray<KernelStatement> body)
    {
        var result = new List<KernelStatement>();
        var lastLoop = body.Index().Where(s => s.Item is KernelLoop).Select(s => s.Index).DefaultIfEmpty(-1).Max();
        var isFree = false;
        for (var i = 0; i < body.Count; i++)
        {
            var statement = body[i];
            if (statement is KernelLoop loop) statement = Inside(loop);
            var needs = Bytes(statement);
            if (i > lastLoop && needs > 0 && _pipelines.Count > 0 && !isFree)
            {
                if (statement is not Merge) result.Add(new Synchronize(KernelScope.Block));
                _top = _free;
                isFree = true;
            }

            result.Add(needs > 0 ? At(statement, Take(needs)) : statement);
        }

        return result.ToEquatableArray();
    }

    private KernelLoop Inside(KernelLoop loop) => loop with
    {
        Body = loop.Body.Select(s => s is KernelLoop inner ? Inside(inner) : Bytes(s) is > 0 and var bytes ? At(s, Take(bytes)) : s).ToEquatableArray(),
    };

    private static KernelStatement At(KernelStatement statement, int offset) => statement switch
    {
        StoreTile store => store with { Offset = offset },
        Merge merge => merge with { Offset = offset },
        _ => statement,
    };

    private int Bytes(KernelStatement statement) => statement switch
    {
        StoreTile store when _program.Register(store.Source) is Accumulators sum && _program.Tensor(store.Tensor).Type.Bytes() == 2 && store.ColumnStride == 1 =>
            _program.Threads / 32 * 16 * sum.Columns * 2,
        Merge merge => MergeBytes(merge),
        _ => 0,
    };

    /// <summary>Accumulators as they lie in registers, 16 bytes a block and lane; two numbers a row and part for a softmax, one for row values.</summary>
    private int MergeBytes(Merge merge)
    {
        if (merge.Across == Core.TilePrograms.SplitScope.Grid) return 16;
        return merge.Values.Sum(v => MergeFloats.Of(_program, v)) * sizeof(float) * _program.RowWarps * _program.Parts;
    }
}
