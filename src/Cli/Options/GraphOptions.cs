using System.CommandLine;
using MCFuser.Compiler;
using MCFuser.Compiler.Suites;
using MCFuser.Core.Devices;
using MCFuser.Core.Graphs;
using MCFuser.Core.TilePrograms;
using MCFuser.Frontend.Chains;

namespace MCFuser.Cli.Options;

/// <summary>The argument and the options of every command that reads a graph.</summary>
internal sealed class GraphOptions
{
    private readonly Argument<string> _graph = new("GRAPH") { Description = "The file with the chains." };

    private readonly Option<string?> _chain = new("--chain") { HelpName = "NAME", Description = "Take this chain of the file only." };

    private readonly Option<string[]> _set = new("--set") { HelpName = "AXIS=EXTENT,...", Description = "Use other extents than the file's." };

    private readonly Option<string?> _target = new("--target") { Description = "What to compile for: cpu, or cuda where --device or --arch names a GPU." };

    private readonly Option<string?> _device = new("--device") { HelpName = "NAME", Description = "A device of 'mcfuser devices'." };

    private readonly Option<string?> _architecture = new("--arch") { HelpName = "ARCH", Description = "sm_80 and so on; x64-v3, x64-v4 or native." };

    private readonly Option<string?> _tiling = new("--tiling") { HelpName = "EXPRESSION", Description = "The tiling expression, for instance \"mn(k,h)\"." };

    private readonly Option<string?> _tile = new("--tile") { HelpName = "AXIS=SIZE,...", Description = "The tile sizes; those not given are chosen." };

    private readonly Option<string> _fuse = new("--fuse") { DefaultValueFactory = _ => "always", Description = "Whether to fuse chains." };

    private readonly Option<string> _precision = new("--precision") { DefaultValueFactory = _ => "f32", Description = "The arithmetic for f32 operands." };

    private readonly Option<string> _split = new("--split")
    {
        DefaultValueFactory = _ => "any", Description = "On a GPU, what a reduction may be dealt out to: warps and blocks (any), warps, or none.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object." };

    public void AddTo(Command command)
    {
        _target.AcceptOnlyFromAmong("cpu", "cuda");
        _fuse.AcceptOnlyFromAmong("auto", "always", "never");
        _precision.AcceptOnlyFromAmong("f32", "tf32");
        _split.AcceptOnlyFromAmong("any", "warps", "none");
        command.Add(_graph);
        foreach (var option in new Option[] { _chain, _set, _target, _device, _architecture, _tiling, _tile, _fuse, _precision, _split, _json }) command.Add(option);
    }

    public string Path(ParseResult parsed) => parsed.GetRequiredValue(_graph);

    /// <summary>The graphs of a file; those of a suite where there is no such file.</summary>
    public IReadOnlyList<OperatorGraph> GraphsOrSuite(ParseResult parsed, CompilationOptions options) =>
        Suite.Names.Contains(Path(parsed)) && !System.IO.Path.Exists(Path(parsed)) && options is { Chain: null, Extents.Count: 0 }
            ? Suite.Read(Path(parsed))
            : Pipeline.Read(Path(parsed), options);

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    public CompilationOptions Read(ParseResult parsed) => new()
    {
        Chain = parsed.GetValue(_chain),
        Extents = Assignments.Extents(_set.Name, parsed.GetValue(_set) ?? []),
        Target = Target(parsed),
        Device = parsed.GetValue(_device),
        Architecture = parsed.GetValue(_architecture),
        Tiling = parsed.GetValue(_tiling),
        Tiles = parsed.GetValue(_tile),
        Fusion = parsed.GetValue(_fuse) switch { "auto" => FusionMode.Auto, "never" => FusionMode.Never, _ => FusionMode.Always },
        Precision = parsed.GetValue(_precision) == "tf32" ? Precision.TF32 : Precision.F32,
        Splits = parsed.GetValue(_split) switch { "warps" => SplitUse.Warps, "none" => SplitUse.None, _ => SplitUse.Any },
    };

    /// <summary>The target asked for; without one, that of the device or the architecture.</summary>
    private DeviceKind Target(ParseResult parsed) => parsed.GetValue(_target) switch
    {
        "cuda" => DeviceKind.Cuda,
        "cpu" => DeviceKind.Cpu,
        _ => DeviceCatalog.All.Any(d => d.Kind == DeviceKind.Cuda && d.Name == parsed.GetValue(_device))
            || parsed.GetValue(_architecture)?.StartsWith("sm_", StringComparison.Ordinal) == true
            ? DeviceKind.Cuda
            : DeviceKind.Cpu,
    };
}
