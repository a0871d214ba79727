using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Graphs;
using MCFuser.Core.Packages;
using MCFuser.Core.Tiling;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Packages;

/// <summary>What the packages of all targets say of a chain: its axes, its tensors, and its schedule.</summary>
internal static class ChainManifest
{
    public const string ScheduleFile = "schedule.txt";

    /// <summary>A manifest with one variant, which is for all extents.</summary>
    public static Manifest Of(
        OperatorChain chain, TileProgram program, DeviceKind target, string arch, EquatableArray<ManifestWorkspace> workspaces, ManifestLaunch launch) => new()
    {
        Chain = chain.Name,
        Compiler = CompilerVersion.Text,
        Target = target == DeviceKind.Cpu ? "cpu" : "cuda",
        Arch = arch,
        Axes = program.Axes.Select(Axis).ToEquatableArray(),
        Parameters =
        [
            .. program.Inputs.Select(b => ChainParameters.Parameter(b, ParameterDirection.In)),
            .. program.Outputs.Select(b => ChainParameters.Parameter(b, ParameterDirection.Out)),
        ],
        Workspaces = workspaces,
        Variants = [new ManifestVariant { Tiling = program.Tiling, Tiles = Tiles(program), Launches = [launch] }],
        Files = [],
    };

    /// <summary>The schedule for people to read.</summary>
    /// <param name="launch">Lines about the launch.</param>
    public static PackageFile Schedule(OperatorChain chain, TileProgram program, params IEnumerable<string> launch)
    {
        string[] lines =
        [
            chain.ToString(),
            $"tiling {program.Tiling}",
            $"tiles {string.Join(", ", Tiles(program).Select(t => $"{t.Axis} = {t.Size}"))}",
            .. launch,
            "",
            program.ToString(),
        ];
        return PackageFile.Text(ScheduleFile, string.Join('\n', lines).ReplaceLineEndings("\n"));
    }

    private static EquatableArray<AxisTile> Tiles(TileProgram program) =>
        program.Axes.Where(a => a.Role is AxisRole.Outer or AxisRole.Spatial or AxisRole.Reduction)
            .Select(a => new AxisTile(a.Name, a.Tile)).ToEquatableArray();

    private static ManifestAxis Axis(TileAxis axis) => axis.Extent switch
    {
        SymbolicExtent(var low, var high) => new ManifestAxis(axis.Name, low, high),
        var extent => new ManifestAxis(axis.Name, extent.Value, extent.Value),
    };
}
