using System.Security.Cryptography;
using MCFuser.Codegen.Packages;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;
using MCFuser.Runtime.Packages;
using MCFuser.Tests.Support;
using PackageCodes = MCFuser.Runtime.Packages.PackageCodes;
using PackageSamples = MCFuser.Tests.Codegen.Packages.Packages;

namespace MCFuser.Tests.Runtime.Packages;

public sealed class KernelPackageReaderTests : IDisposable
{
    private static readonly Dictionary<string, long> None = [];

    private readonly TemporaryFolder _folder = new();

    private string Package => _folder.File("p");

    public KernelPackageReaderTests() => KernelPackageWriter.Write(Package, PackageSamples.Gemms());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Gives_back_the_tile_program_and_the_order_of_its_buffers()
    {
        var launch = Assert.Single(CpuLaunch.Of(KernelPackageReader.Open(Package), None));
        Assert.Equal(PackageSamples.Program, launch.Program);
        Assert.Equal(["A", "B", "D", "E"], launch.Arguments);
        Assert.Equal(4, launch.Tasks);
        Assert.True(launch.ScratchBytes > 0);
    }

    [Theory]
    [InlineData("kernel.tile")]
    [InlineData("schedule.txt")]
    public void An_edited_file_is_refused(string name)
    {
        File.AppendAllText(Path.Combine(Package, name), " ");
        Refused(PackageCodes.Edited, name, () => KernelPackageReader.Open(Package));
    }

    [Theory]
    [InlineData("kernel.tile")]
    [InlineData("manifest.json")]
    public void A_missing_file_is_refused(string name)
    {
        File.Delete(Path.Combine(Package, name));
        Refused(PackageCodes.Missing, name, () => KernelPackageReader.Open(Package));
    }

    [Fact]
    public void A_missing_or_unreadable_package_is_refused()
    {
        Refused(PackageCodes.Missing, "manifest.json", () => KernelPackageReader.Open(_folder.File("none")));
        Refused(PackageCodes.Missing, "graph.json", () => KernelPackageReader.OpenGraphs(_folder.Path));
        File.Delete(Path.Combine(Package, "kernel.tile"));
        Directory.CreateDirectory(Path.Combine(Package, "kernel.tile"));
        Refused(PackageCodes.Unreadable, "kernel.tile", () => KernelPackageReader.Open(Package));
        Refused(PackageCodes.Unreadable, "p\0", () => KernelPackageReader.Open("p\0"));
    }

    [Fact]
    public void Files_that_the_manifest_does_not_list_do_not_matter()
    {
        File.WriteAllText(Path.Combine(Package, "tuning.json"), "{ \"edited\": true }");
        Assert.Equal(["kernel.tile", "schedule.txt"], KernelPackageReader.Open(Package).Manifest.Files.Select(f => f.Name));
    }

    [Fact]
    public void The_first_variant_whose_guard_holds_is_taken()
    {
        var package = Rewritten(manifest => manifest with
        {
            Axes = [.. manifest.Axes.Select(a => a.Name == "m" ? new ManifestAxis("m", 2, 512) : a)],
            Variants =
            [
                manifest.Variants[0] with { Guard = new ManifestGuard("m < 3"), Tiling = "first" },
                manifest.Variants[0] with { Guard = new ManifestGuard("m < 100"), Tiling = "second" },
                manifest.Variants[0] with { Guard = new ManifestGuard("m < 200 && k == 64"), Tiling = "third" },
            ],
        });
        Assert.Equal("first", package.Variant(package.Extents(M(2))).Tiling);
        Assert.Equal("second", package.Variant(package.Extents(M(99))).Tiling);
        Assert.Equal("third", package.Variant(package.Extents(M(100))).Tiling);
        Assert.Equal(2, CpuLaunch.Of(package, M(150))[0].Tasks);
        Refused(PackageCodes.NoVariant, "p", () => package.Variant(package.Extents(M(200))));
        Refused(PackageCodes.ExtentWrong, "the axis m is dynamic and has no extent", () => package.Extents(None));
        Refused(PackageCodes.ExtentWrong, "give it one from 2 to 512", () => package.Extents(M(1)));
        Refused(PackageCodes.ExtentWrong, "there is no axis x", () => package.Extents(new Dictionary<string, long> { ["m"] = 3, ["x"] = 3 }));
        Refused(PackageCodes.ExtentWrong, "it was compiled for 64", () => package.Extents(new Dictionary<string, long> { ["m"] = 3, ["k"] = 63 }));
        Assert.Equal(64, package.Extents(new Dictionary<string, long> { ["m"] = 3, ["k"] = 64 })["k"]);
    }

    [Fact]
    public void A_package_for_another_target_is_refused()
    {
        var package = Rewritten(manifest => manifest with
        {
            Target = "cuda",
            Variants = [manifest.Variants[0] with { Launches = [manifest.Variants[0].Launches[0] with { Grid = Ones, Block = Ones }] }],
        });
        Refused(PackageCodes.WrongTarget, "it is for cuda, not cpu", () => CpuLaunch.Of(package, None));
    }

    [Fact]
    public void A_bad_tile_program_is_refused_even_where_its_hash_is_right()
    {
        var text = PackageSamples.Program.ToString();
        Refused("MCF0001", "kernel.tile(1,1)", () => CpuLaunch.Of(Replaced("kernel"), None));
        Refused(PackageCodes.ProgramInvalid, "state C is initialised 0 times", () => CpuLaunch.Of(Replaced(text.Replace("init C\n", "\n", StringComparison.Ordinal)), None));
        Refused(PackageCodes.ProgramInvalid, "declares A otherwise", () => CpuLaunch.Of(Replaced(text.Replace("input A: f16", "input A: f32", StringComparison.Ordinal)), None));
        var fewer = Rewritten(m => m with { Variants = [m.Variants[0] with { Launches = [m.Variants[0].Launches[0] with { Args = [] }] }] });
        Refused(PackageCodes.ProgramInvalid, "takes 4 buffers, and the manifest passes it 0 arguments", () => CpuLaunch.Of(fewer, None));
    }

    [Fact]
    public void Graphs_are_read_beside_their_packages()
    {
        GraphManifestWriter.Write(_folder.Path, PackageSamples.Graph);
        var read = KernelPackageReader.OpenGraphs(_folder.Path);
        Assert.Equal(PackageSamples.Graph, read);
        var package = KernelPackageReader.Open(_folder.File(read.Graphs[0].Kernels[0].Package));
        Assert.Equal(read.Graphs[0].Graph, package.Manifest.Chain);
    }

    private static MCFuser.Core.EquatableArray<ManifestExpression> Ones => [new(1), new(1), new(1)];

    private static Dictionary<string, long> M(long extent) => new() { ["m"] = extent };

    private KernelPackage Rewritten(Func<Manifest, Manifest> change)
    {
        var file = Path.Combine(Package, Manifest.FileName);
        File.WriteAllBytes(file, change(Manifest.Read(File.ReadAllBytes(file), file)).Write());
        return KernelPackageReader.Open(Package);
    }

    private KernelPackage Replaced(string kernel)
    {
        File.WriteAllText(Path.Combine(Package, "kernel.tile"), kernel);
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Package, "kernel.tile"))));
        return Rewritten(m => m with { Files = [.. m.Files.Select(f => f.Name == "kernel.tile" ? f with { Sha256 = hash } : f)] });
    }

    private static void Refused(string code, string text, Func<object> action)
    {
        var error = Assert.Throws<DiagnosticException>(() => { action(); });
        Assert.Equal((ExitCode.InvalidInput, code), (error.ExitCode, error.Diagnostics[0].Code));
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }
}
