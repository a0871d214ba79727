using System.Text;
using MCFuser.Codegen.Packages;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Graphs;
using MCFuser.Core.Packages;
using MCFuser.Core.Tiling;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cpu;

/// <summary>The kernel package of a chain for the CPU: the printed tile program, which the runtime executes.</summary>
public static class CpuPackage
{
    public const string KernelFile = "kernel.tile";

    public const string ScheduleFile = "schedule.txt";

    /// <param name="chain">What the kernel computes.</param>
    /// <param name="program">How it does.</param>
    /// <param name="arch"><c>x64-v3</c>, <c>x64-v4</c>: what the program was tuned for.</param>
    public static PackageContent Build(OperatorChain chain, TileProgram program, string arch)
    {
        var manifest = new Manifest
        {
            Chain = chain.Name,
            Compiler = CompilerVersion.Text,
            Target = "cpu",
            Arch = arch,
            Axes = program.Axes.Select(Axis).ToEquatableArray(),
            Parameters =
            [
                .. program.Inputs.Select(b => CpuParameters.Parameter(b, ParameterDirection.In)),
                .. program.Outputs.Select(b => CpuParameters.Parameter(b, ParameterDirection.Out)),
            ],
            Workspaces = [],
            Variants = [Variant(program)],
            Files = [],
        };
        return new PackageContent(manifest, [Text(KernelFile, program.ToString()), Text(ScheduleFile, Schedule(chain, program, manifest))]);
    }

    private static ManifestAxis Axis(TileAxis axis) => axis.Extent switch
    {
        SymbolicExtent(var low, var high) => new ManifestAxis(axis.Name, low, high),
        var extent => new ManifestAxis(axis.Name, extent.Value, extent.Value),
    };

    private static ManifestVariant Variant(TileProgram program) => new()
    {
        Tiling = program.Tiling,
        Tiles = program.Axes.Where(a => a.Role is AxisRole.Outer or AxisRole.Spatial or AxisRole.Reduction)
            .Select(a => new AxisTile(a.Name, a.Tile)).ToEquatableArray(),
        Launches =
        [
            new ManifestLaunch
            {
                File = KernelFile,
                Entry = program.Name,
                Tasks = CpuSizes.Tasks(program),
                ScratchBytes = CpuSizes.ScratchBytes(program),
                Args = program.Inputs.Concat(program.Outputs)
                    .Select(ManifestArgument (b) => new ParameterArgument { Parameter = b.Name }).ToEquatableArray(),
            },
        ],
    };

    /// <summary>The schedule for people to read.</summary>
    private static string Schedule(OperatorChain chain, TileProgram program, Manifest manifest)
    {
        var variant = manifest.Variants[0];
        var launch = variant.Launches[0];
        return $"""
            {chain}
            tiling {variant.Tiling}
            tiles {string.Join(", ", variant.Tiles.Select(t => $"{t.Axis} = {t.Size}"))}
            tasks {launch.Tasks}
            scratch bytes for each thread {launch.ScratchBytes}

            {program}
            """.ReplaceLineEndings("\n");
    }

    private static PackageFile Text(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));
}
