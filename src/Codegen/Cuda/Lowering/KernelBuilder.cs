using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>What the parts of a kernel are made from and collected in while its statements are lowered.</summary>
internal sealed class KernelBuilder
{
    private readonly Dictionary<string, RegisterValue> _registers = [];
    private readonly Dictionary<string, SharedTile> _tiles = [];
    private readonly List<string> _order = [];

    public KernelBuilder(TileProgram program)
    {
        Program = program;
        Homes = new Residency(program);
        Warps = WarpPlan.Of(program, Homes);
    }

    public TileProgram Program { get; }

    public Residency Homes { get; }

    public WarpPlan Warps { get; }

    public List<CopyPipeline> Pipelines { get; } = [];

    public IEnumerable<RegisterValue> Registers => _order.Where(_registers.ContainsKey).Select(n => _registers[n]);

    public IEnumerable<SharedTile> Tiles => _tiles.Values;

    /// <summary>Where a name's value is now: merging gives a state new registers.</summary>
    public Dictionary<string, string> Current { get; } = [];

    /// <summary>A split loop has been merged.</summary>
    public bool IsMerged { get; set; }

    /// <summary>The warps' parts that share the columns after a merge; 0 where each has them all.</summary>
    public int Owners { get; set; }

    /// <summary>The registers of a softmax state, which may have the name of an output.</summary>
    public static string Softmax(string state) => $"{state}.state";

    public string Now(string name) => Current.GetValueOrDefault(name, name);

    public int Padded(string axis) => (int)WarpPlan.Padded(Program.FindAxis(axis));

    /// <summary>A tile of the axis may reach beyond its extent.</summary>
    public bool IsRagged(string axis) => Program.FindAxis(axis) is var a && a.Extent.Value % Padded(axis) != 0;

    /// <summary>The rows of one warp.</summary>
    public int WarpRows(string axis) => axis.Length == 0 ? WarpPlan.Block : Padded(axis) / Warps.RowWarps;

    public RegisterValue Register(string name) => _registers.TryGetValue(name, out var value) ? value : Declare(Make(name));

    public RegisterValue Declare(RegisterValue value)
    {
        _registers.Add(value.Name, value);
        _order.Add(value.Name);
        return value;
    }

    public bool HasRegister(string name) => _registers.ContainsKey(name);

    public SharedTile Tile(string name) => _tiles[name];

    public bool HasTile(string name) => _tiles.ContainsKey(name);

    public SharedTile DeclareTile(SharedTile tile) => _tiles[tile.Name] = tile;

    /// <summary>A matrix of accumulators over the given axes.</summary>
    public Accumulators Matrix(string name, Orientation axes, int owners = 0)
    {
        var columns = Padded(axes.Column!);
        return (Accumulators)Declare(new Accumulators(name, axes.Row, WarpRows(axes.Row), axes.Column!, owners > 0 ? columns / owners : columns, owners > 0));
    }

    private RegisterValue Make(string name)
    {
        var axes = Homes.Orient(name);
        if (axes.Column is null) return new RowValues(name, axes.Row, WarpRows(axes.Row));
        var columns = Padded(axes.Column);
        return new Accumulators(name, axes.Row, WarpRows(axes.Row), axes.Column, Owners > 0 ? columns / Owners : columns, Owners > 0);
    }
}
