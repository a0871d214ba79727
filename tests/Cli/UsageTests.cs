using MCFuser.Cli;
using MCFuser.Core.Diagnostics;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Cli;

public class UsageTests
{
    private static readonly string _sample = SampleFiles.Path("attention");

    [Theory]
    [InlineData("")]
    [InlineData("frobnicate")]
    [InlineData("run")]
    [InlineData("run GRAPH --frobnicate")]
    [InlineData("run GRAPH GRAPH")]
    [InlineData("run GRAPH --seed many")]
    [InlineData("run GRAPH --seed -1")]
    [InlineData("run GRAPH --fuse sometimes")]
    [InlineData("run GRAPH --target tpu")]
    [InlineData("run GRAPH --precision f64")]
    [InlineData("run GRAPH --set")]
    [InlineData("compile GRAPH")]
    [InlineData("compile GRAPH -o")]
    [InlineData("explain")]
    [InlineData("explain GRAPH --check")]
    [InlineData("tune")]
    [InlineData("tune GRAPH --measure --no-measure")]
    [InlineData("tune GRAPH --time-limit 0")]
    [InlineData("tune GRAPH --time-limit soon")]
    [InlineData("tune GRAPH --max-measurements 0")]
    [InlineData("tune GRAPH -o")]
    [InlineData("devices extra")]
    [InlineData("--frobnicate")]
    public async Task Misuse_exits_with_2_and_one_line(string text)
    {
        var arguments = text.Replace("GRAPH", _sample, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var result = await CommandLine.Run(arguments);
        result.AssertFails(ExitCode.Usage, CliCodes.Usage);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.Contains("--help' lists what it takes", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("compile")]
    [InlineData("tune")]
    [InlineData("explain")]
    [InlineData("devices")]
    public async Task Help_names_every_option(string command)
    {
        var result = (await CommandLine.Run(command, "--help")).AssertSucceeds();
        Assert.Contains(command, result.Output, StringComparison.Ordinal);
        Assert.Contains("--json", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Version_is_that_of_the_compiler() =>
        Assert.Matches(@"^\d+\.\d+\.\d+\s*$", (await CommandLine.Run("--version")).AssertSucceeds().Output);

    [Theory]
    [InlineData("--set", "m")]
    [InlineData("--set", "m=")]
    [InlineData("--set", "=4")]
    [InlineData("--set", "m=four")]
    [InlineData("--set", "m=1.5")]
    [InlineData("--set", "m=4,")]
    [InlineData("--set", "m=99999999999999999999")]
    [InlineData("--input", "Q")]
    [InlineData("--output", "O=")]
    public async Task A_malformed_assignment_exits_with_1(string option, string text) =>
        (await CommandLine.Run("run", _sample, option, text)).AssertFails(ExitCode.InvalidInput, CliCodes.MalformedAssignment);

    [Fact]
    public async Task An_assignment_given_twice_exits_with_1()
    {
        (await CommandLine.Run("run", _sample, "--set", "m=4,m=5")).AssertFails(ExitCode.InvalidInput, CliCodes.RepeatedAssignment);
        (await CommandLine.Run("run", _sample, "--input", "Q=a.npy", "--input", "Q=b.npy")).AssertFails(ExitCode.InvalidInput, CliCodes.RepeatedAssignment);
    }
}
