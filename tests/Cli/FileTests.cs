using MCFuser.Core.Diagnostics;
using MCFuser.Runtime.Npy;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Cli;

/// <summary>Inputs and outputs in .npy files.</summary>
public class FileTests
{
    private const string Text =
        "chain product(m = 3, k = 4, n = 5) {\n  input A: f32[m, k]\n  input B: f32[k, n]\n  output C: f32[m, n] = sum[k](A[m, k] * B[k, n])\n}\n";

    [Fact]
    public async Task An_output_read_back_as_an_input_is_the_same_tensor()
    {
        using var folder = new TemporaryFolder();
        var graph = folder.Write("product.mcf", Text);
        await Succeeds("run", graph, "--output", $"C={folder.File("c.npy")}");
        var next = folder.Write("next.mcf", "chain next(m = 3, n = 5) {\n  input C: f32[m, n]\n  output E: f32[m, n] = C[m, n] + 0 * sum[n](C[m, n] * C[m, n])\n}\n");
        await Succeeds("run", next, "--input", $"C={folder.File("c.npy")}", "--output", $"E={folder.File("e.npy")}", "--check");
        Assert.Equal(File.ReadAllBytes(folder.File("c.npy")), File.ReadAllBytes(folder.File("e.npy")));
    }

    [Fact]
    public async Task The_seed_decides_the_inputs()
    {
        using var folder = new TemporaryFolder();
        var graph = folder.Write("product.mcf", Text);
        foreach (var (name, seed) in new[] { ("one", "7"), ("again", "7"), ("other", "8") })
            await Succeeds("run", graph, "--seed", seed, "--output", $"C={folder.File(name)}");
        Assert.Equal(File.ReadAllBytes(folder.File("one")), File.ReadAllBytes(folder.File("again")));
        Assert.NotEqual(File.ReadAllBytes(folder.File("one")), File.ReadAllBytes(folder.File("other")));
    }

    [Fact]
    public async Task A_bad_input_file_exits_with_1()
    {
        using var folder = new TemporaryFolder();
        var graph = folder.Write("product.mcf", Text);
        await Succeeds("run", graph, "--output", $"C={folder.File("c.npy")}");
        var good = File.ReadAllBytes(folder.File("c.npy"));
        await Refused("absent.npy", null, NpyCodes.Unreadable);
        await Refused("empty.npy", [], NpyCodes.NotNpy);
        await Refused("text.npy", [.. "hello, world, this is no array"u8], NpyCodes.NotNpy);
        await Refused("truncated.npy", good[..^1], NpyCodes.Truncated);
        await Refused("longer.npy", [.. good, 0], NpyCodes.ExtraBytes);
        await Refused("good.npy", good, NpyCodes.WrongShape, extents: "k=4");

        // C has the shape of A once k is 5.
        async Task Refused(string name, byte[]? bytes, string code, string extents = "k=5")
        {
            if (bytes is not null) File.WriteAllBytes(folder.File(name), bytes);
            (await CommandLine.Run("run", graph, "--set", extents, "--input", $"A={folder.File(name)}")).AssertFails(ExitCode.InvalidInput, code);
        }
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_exits_with_1()
    {
        using var folder = new TemporaryFolder();
        var graph = folder.Write("product.mcf", Text);
        var result = await CommandLine.Run("run", graph, "--output", $"C={folder.File("absent/c.npy")}");
        result.AssertFails(ExitCode.InvalidInput, NpyCodes.Unwritable);
        Assert.Equal(["product.mcf"], folder.Content().Select(c => c.Name));
    }

    private static async Task Succeeds(params string[] arguments) => (await CommandLine.Run(arguments)).AssertSucceeds();
}
