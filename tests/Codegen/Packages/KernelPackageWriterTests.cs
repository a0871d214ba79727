using MCFuser.Codegen.Packages;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Codegen.Packages;

public class KernelPackageWriterTests
{
    [Fact]
    public void Writes_the_files_and_a_manifest_with_their_hashes()
    {
        using var folder = new TemporaryFolder();
        var content = Packages.Gemms() with { Tuning = "{}\n"u8.ToArray() };
        KernelPackageWriter.Write(folder.File("out/two"), content);

        string[] expected = ["out/two/kernel.tile", "out/two/manifest.json", "out/two/schedule.txt", "out/two/tuning.json"];
        Assert.Equal(expected, folder.Content().Select(f => f.Name));
        var manifest = Manifest.Read(File.ReadAllBytes(folder.File("out/two/manifest.json")), "manifest.json");
        Assert.Equal(["kernel.tile", "schedule.txt"], manifest.Files.Select(f => f.Name));
        Assert.Equal(KernelPackageWriter.Manifest(content), manifest);
    }

    [Fact]
    public void The_hash_of_nothing_is_the_known_one()
    {
        var manifest = KernelPackageWriter.Manifest(Packages.Gemms() with { Files = [new PackageFile("empty.txt", default)] });
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", manifest.Files[0].Sha256);
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        KernelPackageWriter.Write(first.File("p"), Packages.Gemms());
        KernelPackageWriter.Write(second.File("p"), Packages.Gemms());
        Assert.Equal(first.Content(), second.Content());
    }

    [Fact]
    public void A_package_is_replaced_as_a_whole()
    {
        using var folder = new TemporaryFolder();
        KernelPackageWriter.Write(folder.File("p"), Packages.Gemms() with { Tuning = "{}"u8.ToArray() });
        KernelPackageWriter.Write(folder.File("p"), Packages.Gemms());
        Assert.Equal(["p/kernel.tile", "p/manifest.json", "p/schedule.txt"], folder.Content().Select(f => f.Name));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void An_empty_folder_becomes_the_package()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("p"));
        KernelPackageWriter.Write(folder.File("p") + Path.DirectorySeparatorChar, Packages.Gemms());
        Assert.Equal(3, folder.Content().Count);
    }

    [Fact]
    public void What_is_no_package_is_not_replaced()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", "precious");
        Directory.CreateDirectory(folder.File("thesis"));
        folder.Write("thesis/chapter.txt", "precious");
        var before = folder.Content();
        Refused(PackageCodes.NotReplaceable, () => KernelPackageWriter.Write(folder.File("file"), Packages.Gemms()));
        Refused(PackageCodes.NotReplaceable, () => KernelPackageWriter.Write(folder.File("thesis"), Packages.Gemms()));
        Assert.Equal(before, folder.Content());
    }

    [Theory]
    [InlineData("file/p")]
    [InlineData("p\0q")]
    public void A_place_that_cannot_be_written_is_refused_and_left_alone(string name)
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", "a file, not a folder");
        var before = folder.Content();
        Refused(PackageCodes.Unwritable, () => KernelPackageWriter.Write($"{folder.Path}/{name}", Packages.Gemms()));
        Assert.Equal(before, folder.Content());
    }

    [Fact]
    public void A_failure_half_way_leaves_the_old_package()
    {
        using var folder = new TemporaryFolder();
        KernelPackageWriter.Write(folder.File("p"), Packages.Gemms());
        var before = folder.Content();
        // The name is plain, and longer than a file system takes.
        var content = Packages.Gemms();
        content = content with { Files = [.. content.Files, new PackageFile(new string('x', 300), default)] };
        Refused(PackageCodes.Unwritable, () => KernelPackageWriter.Write(folder.File("p"), content));
        Assert.Equal(before, folder.Content());
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("../outside.txt", "'../outside.txt' is no plain file name")]
    [InlineData("manifest.json", "the file manifest.json stands twice")]
    [InlineData("Kernel.Tile", "the file Kernel.Tile stands twice")]
    public void Content_that_cannot_be_a_package_is_an_internal_error(string name, string problem)
    {
        using var folder = new TemporaryFolder();
        var content = Packages.Gemms();
        var error = Assert.Throws<InternalErrorException>(() =>
            KernelPackageWriter.Write(folder.File("p"), content with { Files = [new PackageFile(name, default), .. content.Files] }));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Content());
    }

    [Fact]
    public void Writes_the_graph_beside_the_packages()
    {
        using var folder = new TemporaryFolder();
        var manifest = Packages.Graph;
        GraphManifestWriter.Write(folder.Path, manifest);
        GraphManifestWriter.Write(folder.Path, manifest);
        Assert.Equal(manifest, GraphManifest.Read(File.ReadAllBytes(folder.File(GraphManifest.FileName)), "graph.json"));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder.Path));

        var unwritten = manifest with { Graphs = [manifest.Graphs[0] with { Kernels = [] }] };
        var error = Assert.Throws<InternalErrorException>(() => GraphManifestWriter.Write(folder.Path, unwritten));
        Assert.Contains("no kernel writes the output E", error.Message, StringComparison.Ordinal);

        using var other = new TemporaryFolder();
        Directory.CreateDirectory(other.File("graph.json"));
        Refused(PackageCodes.NotReplaceable, () => GraphManifestWriter.Write(other.Path, manifest));
    }

    private static void Refused(string code, Action action)
    {
        var error = Assert.Throws<DiagnosticException>(action);
        Assert.Equal((ExitCode.InvalidInput, code), (error.ExitCode, error.Diagnostics[0].Code));
    }
}
