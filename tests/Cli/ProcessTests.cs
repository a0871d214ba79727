using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MCFuser.Core.Diagnostics;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Cli;

/// <summary>The program as a process of its own: streams, exit codes, signals.</summary>
public class ProcessTests
{
    private static readonly string _sample = Path.Combine("samples", "attention.mcf");

    [Fact]
    public async Task Run_prints_one_json_object_and_nothing_else()
    {
        var result = (await CommandLine.RunProcess("run", _sample, "--set", "m=40,n=24", "--check", "--json")).AssertSucceeds();
        using var json = JsonDocument.Parse(result.Output);
        Assert.True(json.RootElement.GetProperty("chains")[0].GetProperty("check").GetProperty("passed").GetBoolean());
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Explain_and_devices_succeed()
    {
        Assert.Contains("tile program attention", (await CommandLine.RunProcess("explain", _sample)).AssertSucceeds().Output, StringComparison.Ordinal);
        Assert.Contains("a100", (await CommandLine.RunProcess("devices")).AssertSucceeds().Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run nowhere.mcf", ExitCode.InvalidInput)]
    [InlineData("run SAMPLE --frobnicate", ExitCode.Usage)]
    [InlineData("run SAMPLE --tiling garbage", ExitCode.InvalidInput)]
    [InlineData("run SAMPLE --tiling mknh --tile m=16,n=16,k=16,h=16", ExitCode.NoLegalSchedule)]
    [InlineData("run SAMPLE --target cuda", ExitCode.DeviceMissing)]
    public async Task Bad_input_has_its_exit_code_and_nothing_on_the_output(string command, ExitCode expected)
    {
        var result = await CommandLine.RunProcess(command.Replace("SAMPLE", _sample, StringComparison.Ordinal).Split(' '));
        Assert.Equal(expected, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task An_interrupt_ends_it_with_130()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "no POSIX signals here");
        var cancellation = TestContext.Current.CancellationToken;
        using var process = CommandLine.Start(new Dictionary<string, string>(), [CommandLine.Assembly, "run", _sample, "--set", "b=64,m=8192,n=8192"]);
        while (process.TotalProcessorTime < TimeSpan.FromSeconds(1)) await Task.Delay(50, cancellation);
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(cancellation);
        Assert.Equal((int)ExitCode.Cancelled, process.ExitCode);
        Assert.Empty(await process.StandardOutput.ReadToEndAsync(cancellation));
    }
}
