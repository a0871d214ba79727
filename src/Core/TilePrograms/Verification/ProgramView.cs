using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Core.TilePrograms.Verification;

/// <summary>A program with its sites, and what the checks ask about it. Lookups hold once all names are known to be unique and
/// declared.</summary>
internal sealed class ProgramView
{
    private readonly Dictionary<string, TileAxis> _axes = [];
    private readonly Dictionary<string, TileBuffer> _buffers = [];
    private readonly Dictionary<string, TileState> _states = [];
    private readonly Dictionary<string, TileState> _stateOfPart = [];

    public ProgramView(TileProgram program)
    {
        Program = program;
        Sites = Site.All(program);
        foreach (var axis in program.Axes) _axes.TryAdd(axis.Name, axis);
        foreach (var axis in program.Axes)
        {
            foreach (var fused in axis.Fused) _axes.TryAdd(fused, axis);
        }

        foreach (var buffer in program.Inputs.Concat(program.Outputs).Concat(program.Buffers)) _buffers.TryAdd(buffer.Name, buffer);
        foreach (var state in program.States)
        {
            _states.TryAdd(state.Name, state);
            foreach (var part in state.Parts) _stateOfPart.TryAdd(part, state);
        }
    }

    public TileProgram Program { get; }

    public IReadOnlyList<Site> Sites { get; }

    public List<string> Problems { get; } = [];

    public void Report(string problem) => Problems.Add(problem);

    public void Report(Site site, string problem) => Problems.Add($"{site}: {problem}");

    public bool HasAxis(string name) => _axes.ContainsKey(name);

    public bool HasBuffer(string name) => _buffers.ContainsKey(name);

    public bool HasState(string name) => _states.ContainsKey(name);

    /// <summary>The axis of a name; of a fused axis, the one it runs with.</summary>
    public TileAxis Axis(string name) => _axes[name];

    public TileBuffer Buffer(string name) => _buffers[name];

    public TileState State(string name) => _states[name];

    public TileState? StateOfPart(string buffer) => _stateOfPart.GetValueOrDefault(buffer);

    /// <summary>Is there only one position in a tile of the axis?</summary>
    public bool IsSingle(string axis) => Axis(axis) is { Tile: 1 } or { Extent: ConstantExtent(1) };

    public bool IsLooped(Site site, string axis) => site.Loops.Any(l => l.Axis == axis || Axis(axis).Name == l.Axis);

    /// <summary>Has the axis a current tile at the statement?</summary>
    public bool IsBound(Site site, string axis) => Axis(axis).IsUntiled || IsLooped(site, axis);

    public IEnumerable<Site> Updates(TileState state) => Sites.Where(s => IsUpdate(s.Statement, state));

    public static bool IsUpdate(TileStatement statement, TileState state) => statement switch
    {
        Contract contract => state.Parts.Contains(contract.Accumulator),
        Update update => update.State == state.Name,
        _ => false,
    };

    /// <summary>Is the statement <c>accumulator = accumulator * scale</c> for a sum that a softmax state rescales?</summary>
    public bool IsRescale(TileStatement statement, TileState sum) =>
        statement is Map(var destination, Binary(BinaryOperator.Multiply, Element(var left), Element(var right)))
        && sum.RescaledBy is { } softmax && destination == sum.Parts[0]
        && ((left == destination && right == ScaleOf(softmax)) || (right == destination && left == ScaleOf(softmax)));

    public bool IsRescale(TileStatement statement) =>
        statement is Map map && StateOfPart(map.Destination) is { } state && IsRescale(statement, state);

    public bool IsScale(string buffer) => StateOfPart(buffer) is { Monoid: Monoid.Softmax } state && state.Parts[2] == buffer;

    private string ScaleOf(string softmax) => State(softmax).Parts[2];
}
