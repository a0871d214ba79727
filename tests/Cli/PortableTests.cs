using System.Text.Json;
using MCFuser.Core.Diagnostics;
using MCFuser.Portable;
using MCFuser.Runtime.Cuda.Driver;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Cli;

/// <summary><c>run --portable</c>, with the CPU in the place of a GPU.</summary>
public class PortableTests
{
    private const string Small = "m=48,n=33,b=2,k=20,h=18";

    private static readonly string _sample = SampleFiles.Path("attention");

    [Fact]
    public async Task Says_that_it_is_slow_and_that_it_is_right()
    {
        var output = (await CommandLine.Run("run", _sample, "--portable", "--set", Small, "--check")).AssertSucceeds().Output;
        Assert.Contains("the slow path", output, StringComparison.Ordinal);
        foreach (var label in new[] { "device", "chain", "time" }) Assert.Matches($"(?m)^{label} +\\S", output);
        Assert.Matches("(?m)^check +passed: ", output);
    }

    [Fact]
    public async Task Prints_the_json_of_the_contract()
    {
        var output = (await CommandLine.Run("run", _sample, "--portable", "--set", Small, "--check", "--json")).AssertSucceeds().Output;
        using var json = JsonDocument.Parse(output);
        var chain = Assert.Single(json.RootElement.GetProperty("chains").EnumerateArray());
        Assert.Equal(["chain", "target", "device", "portable", "medianUs", "p10Us", "p90Us", "check"], chain.EnumerateObject().Select(p => p.Name));
        Assert.True(chain.GetProperty("portable").GetBoolean());
        Assert.True(chain.GetProperty("check").GetProperty("passed").GetBoolean());
    }

    [Fact]
    public async Task Reads_and_writes_the_files_of_a_run()
    {
        using var folder = new TemporaryFolder();
        await CommandLine.Run("run", _sample, "--set", Small, "--output", $"O={folder.File("fused.npy")}");
        (await CommandLine.Run("run", _sample, "--portable", "--set", Small, "--output", $"O={folder.File("portable.npy")}")).AssertSucceeds();
        Assert.Equal(new FileInfo(folder.File("fused.npy")).Length, new FileInfo(folder.File("portable.npy")).Length);
    }

    [Fact]
    public async Task A_failed_check_exits_with_5()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("cancel.mcf", "chain cancel(m = 16) {\n  input A: f32[m]\n  B[m] = A[m] + 1000000000\n  output C: f32[m] = B[m] - 1000000000\n}\n");
        Assert.Equal(ExitCode.CheckFailed, (await CommandLine.Run("run", file, "--portable", "--check")).ExitCode);
    }

    [Theory]
    [InlineData("--target cuda", ExitCode.DeviceMissing, DriverCodes.DriverMissing)]
    [InlineData("--tiling mn(k,h)", ExitCode.Usage, "MCF5001")]
    [InlineData("--tile m=16", ExitCode.Usage, "MCF5001")]
    [InlineData("--measure", ExitCode.Usage, "MCF5001")]
    [InlineData("--device a100", ExitCode.Usage, "MCF5001")]
    [InlineData("--arch native", ExitCode.Usage, "MCF5001")]
    [InlineData("--input Z=z.npy", ExitCode.InvalidInput, "MCF5104")]
    [InlineData("--output Z=z.npy", ExitCode.InvalidInput, "MCF5105")]
    public async Task Refuses_what_it_cannot_do(string options, ExitCode exit, string code) =>
        (await CommandLine.Run(["run", _sample, "--portable", .. options.Split(' ')])).AssertFails(exit, code);

    [Fact]
    public async Task An_index_outside_of_its_dimension_is_an_error()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("gather.mcf", "chain gather(m = 4, n = 3, k = 5) {\n  input X: f32[n]\n  input at: i32[m]\n  output Y: f32[m] = X[at[m]]\n}\n");
        (await CommandLine.Run("run", file, "--portable", "--check")).AssertSucceeds();
        File.WriteAllBytes(folder.File("at.npy"), Npy([0, 1, 2, 3]));
        (await CommandLine.Run("run", file, "--portable", "--input", $"at={folder.File("at.npy")}")).AssertFails(ExitCode.InvalidInput, PortableCodes.IndexOutside);
    }

    private static byte[] Npy(int[] values)
    {
        var header = $"{{'descr': '<i4', 'fortran_order': False, 'shape': ({values.Length},), }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header.Select(c => (byte)c), .. values.SelectMany(BitConverter.GetBytes)];
    }
}
