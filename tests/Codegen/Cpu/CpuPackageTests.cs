using System.Text;
using MCFuser.Codegen.Cpu;
using MCFuser.Codegen.Packages;
using MCFuser.Core.Packages;
using MCFuser.Core.TilePrograms;
using MCFuser.Tests.Core.TilePrograms;
using PackageSamples = MCFuser.Tests.Codegen.Packages.Packages;

namespace MCFuser.Tests.Codegen.Cpu;

public class CpuPackageTests
{
    private static readonly Dictionary<string, long> Extents = new() { ["m"] = 512, ["n"] = 256, ["k"] = 64, ["h"] = 80, ["b"] = 12 };

    [Fact]
    public void The_manifest_says_how_to_run_the_tile_program()
    {
        var manifest = PackageSamples.Gemms().Manifest;
        Assert.Equal(("gemm_chain", "cpu", "x64-v3"), (manifest.Chain, manifest.Target, manifest.Arch));
        Assert.Equal("0.1.0", manifest.Compiler);
        Assert.Equal(["A:In", "B:In", "D:In", "E:Out"], manifest.Parameters.Select(p => $"{p.Name}:{p.Direction}"));
        Assert.Equal(["m", "k"], manifest.Parameters[0].Shape.Select(e => e.Text));
        Assert.Equal(["k", "1"], manifest.Parameters[0].Strides.Select(e => e.Text));
        var variant = Assert.Single(manifest.Variants);
        Assert.Equal(("mn(k,h)", null), (variant.Tiling, variant.Guard));
        Assert.Equal(["m=128", "n=64", "k=32", "h=16"], variant.Tiles.Select(t => $"{t.Axis}={t.Size}"));
        var launch = Assert.Single(variant.Launches);
        Assert.Equal(("kernel.tile", "gemm_chain"), (launch.File, launch.Entry));
        Assert.Equal(["A", "B", "D", "E"], launch.Args.Select(a => ((ParameterArgument)a).Parameter));
    }

    [Fact]
    public void Tasks_are_the_tiles_of_the_grid_loops()
    {
        Assert.Equal("ceil(m/128)", Launch(PackageSamples.Program).Tasks!.Text);
        var attention = Launch(TileProgramSamples.Parse(TileProgramSamples.Attention)).Tasks!;
        Assert.Equal("b*ceil(m/64)", attention.Text);
        Assert.Equal(12 * 8, attention.Evaluate(Extents));
        Assert.Equal("3", Launch(Changed("for m in 0 .. 512 on grid", "for m in 128 .. 512 on grid")).Tasks!.Text);
        Assert.Equal("1", Launch(Changed("for m in 0 .. 512 on grid", "for m in 0 .. 512")).Tasks!.Text);
    }

    [Fact]
    public void Scratch_memory_holds_every_tile_in_f32()
    {
        // A, B and D tiles, C twice, and five tiles of E: 128 x 32, 32 x 64, 64 x 16, 2 of 128 x 64, 5 of 128 x 16.
        var elements = (128 * 32) + (32 * 64) + (64 * 16) + (2 * 128 * 64) + (5 * 128 * 16);
        Assert.Equal(4 * elements, Launch(PackageSamples.Program).ScratchBytes!.Evaluate(Extents));
        // A split loop keeps E for each of its parts.
        var split = Changed("for n in 0 .. 256", "for n in 0 .. 256 split 2 across warp");
        Assert.Equal(4 * (elements + (5 * 128 * 16) + (128 * 64)), Launch(split).ScratchBytes!.Evaluate(Extents));
        // An axis whose extent is open only later counts by its tiles.
        var open = Changed("axis h = 80", "axis h = 1..4096");
        Assert.Equal(4 * elements, Launch(open).ScratchBytes!.Evaluate(Extents));
        Assert.Contains("*ceil(h/16)", Launch(open).ScratchBytes!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_are_the_tile_program_and_a_schedule_to_read()
    {
        var files = PackageSamples.Gemms().Files.ToDictionary(f => f.Name, f => Encoding.UTF8.GetString(f.Bytes.Span));
        Assert.Equal(PackageSamples.Program, TileProgramParser.Parse(files["kernel.tile"], "kernel.tile"));
        var schedule = files["schedule.txt"];
        Assert.StartsWith("operator chain gemm_chain\n", schedule, StringComparison.Ordinal);
        Assert.Contains("\ntiling mn(k,h)\ntiles m = 128, n = 64, k = 32, h = 16\ntasks ceil(m/128)\n", schedule, StringComparison.Ordinal);
        Assert.EndsWith(PackageSamples.Program.ToString(), schedule, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', schedule);
    }

    [Fact]
    public void The_package_is_consistent()
    {
        var manifest = KernelPackageWriter.Manifest(PackageSamples.Gemms());
        Assert.Empty(manifest.Problems());
        Assert.Equal(manifest, Manifest.Read(manifest.Write(), "manifest.json"));
    }

    private static ManifestLaunch Launch(TileProgram program) =>
        CpuPackage.Build(PackageSamples.Chain, program, "x64-v3").Manifest.Variants[0].Launches[0];

    private static TileProgram Changed(string old, string replacement) =>
        TileProgramSamples.Parse(PackageSamples.Program.ToString().Replace(old, replacement, StringComparison.Ordinal));
}
