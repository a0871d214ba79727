using MCFuser.Core;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Kernels;

/// <summary>
/// Walks through a kernel in the order of execution, each loop twice, and follows every tile: under way, written, there for all, read since the last meeting.
/// </summary>
internal sealed class HazardWalk
{
    private readonly KernelProgram _program;
    private readonly List<string> _problems;
    private readonly HashSet<string> _ready = [];
    private readonly HashSet<string> _written = [];
    private readonly HashSet<string> _readSince = [];
    private readonly HashSet<string> _set = [];
    private readonly List<string[]> _groups = [];
    private bool _haveMet = true;

    private HazardWalk(KernelProgram program, List<string> problems) => (_program, _problems) = (program, problems);

    public static void Run(KernelProgram program, List<string> problems) => new HazardWalk(program, problems).Block(program.Body);

    private void Block(IEnumerable<KernelStatement> body)
    {
        foreach (var statement in body) Step(statement);
    }

    private void Step(KernelStatement statement)
    {
        var use = StatementUse.Of(statement, _program).ToList();
        foreach (var name in use.Where(u => !u.IsWrite).SelectMany(u => u.Names)) Read(statement, name);
        switch (statement)
        {
            case KernelLoop loop:
                Block(loop.Body);
                Block(loop.Body);
                _haveMet = false;
                if (loop.Pipeline is { } through && _program.Pipeline(through).Levels[0].Axis == loop.Axis) _ready.ExceptWith(Tiles(through));
                break;
            case IssueCopies issue:
                foreach (var copy in issue.Copies) Write(statement, copy.Tile);
                _groups.Add([.. issue.Copies.Select(c => c.Tile)]);
                break;
            case StartPipeline start:
                for (var i = 0; i < _program.Pipeline(start.Pipeline).Ahead; i++) _groups.Add([]);
                break;
            case AcquireStep acquire:
                Land(_program.Pipeline(acquire.Pipeline).Ahead - 1);
                Meet(_program.Pipeline(acquire.Pipeline).Scope);
                _groups.Add([]);
                _ready.UnionWith(Tiles(acquire.Pipeline));
                break;
            case AwaitCopies wait:
                if (wait.Pending >= _groups.Count) _problems.Add($"'{KernelPrinter.Head(statement)}' waits for nothing: {_groups.Count} groups were started");
                Land(wait.Pending);
                Meet(wait.Scope);
                break;
            case Synchronize sync: Meet(sync.Scope); break;
            case StoreTile or Merge when Overlaps(statement) && !_haveMet:
                _problems.Add($"'{KernelPrinter.Head(statement)}' takes the memory of a pipeline that other warps may still read");
                break;
            case Merge { Across: SplitScope.Grid }: Meet(KernelScope.Block); break;
        }

        foreach (var name in use.Where(u => u.IsWrite && statement is not (IssueCopies or StartPipeline)).SelectMany(u => u.Names)) Write(statement, name);
    }

    private IEnumerable<string> Tiles(string pipeline) => _program.Pipeline(pipeline).Levels.SelectMany(l => l.Copies).Select(c => c.Tile);

    private bool IsTile(string name) => _program.Tiles.Any(t => t.Name == name);

    private void Read(KernelStatement statement, string name)
    {
        if (!IsTile(name))
        {
            if (!_set.Contains(name)) _problems.Add($"'{KernelPrinter.Head(statement)}' reads {name} before it is set");
            return;
        }

        if (!_ready.Contains(name)) _problems.Add($"'{KernelPrinter.Head(statement)}' reads {name}, which is not there for all threads");
        _readSince.Add(name);
    }

    private void Write(KernelStatement statement, string name)
    {
        if (!IsTile(name))
        {
            _set.Add(name);
            return;
        }

        if (_readSince.Contains(name)) _problems.Add($"'{KernelPrinter.Head(statement)}' writes {name}, which other threads may still read");
        _ready.Remove(name);
        if (statement is not IssueCopies) _written.Add(name);
    }

    /// <summary>All groups but the last have landed; what they brought waits for a meeting.</summary>
    private void Land(int pending)
    {
        for (var i = 0; i < _groups.Count - pending; i++)
        {
            _written.UnionWith(_groups[i]);
            _groups[i] = [];
        }
    }

    private void Meet(KernelScope scope)
    {
        var isAll = scope == KernelScope.Block || _program.Parts == 1;
        foreach (var tile in _written.Where(t => isAll || _program.Tile(t).Scope != KernelScope.Block).ToList())
        {
            _written.Remove(tile);
            _ready.Add(tile);
        }

        _readSince.RemoveWhere(t => isAll || _program.Tile(t).Scope != KernelScope.Block);
        _haveMet |= isAll;
    }

    private bool Overlaps(KernelStatement statement)
    {
        var (at, bytes) = statement switch
        {
            StoreTile { ColumnStride: 1 } store when _program.Tensor(store.Tensor).Type.Bytes() == 2 && _program.Register(store.Source) is Accumulators => (store.Offset, 1),
            Merge { Across: SplitScope.Warp } merge => (merge.Offset, 1),
            _ => (0, 0),
        };
        return _program.Pipelines.SelectMany(p => p.Levels).Any(l => at < l.Offset + (l.Slots * l.SlotBytes * _program.Parts) && l.Offset < at + bytes);
    }
}
