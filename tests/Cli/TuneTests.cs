using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MCFuser.Cli;
using MCFuser.Cli.Text;
using MCFuser.Core.Diagnostics;
using MCFuser.Search;
using MCFuser.Search.Tuning;
using MCFuser.Tests.Search;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Cli;

public class TuneTests
{
    private static readonly string _sample = SampleFiles.Path("paper/g1");

    [Fact]
    public async Task Measures_prints_the_winner_and_writes_the_records()
    {
        using var folder = new TemporaryFolder();
        var result = (await CommandLine.Run("tune", _sample, "--max-measurements", "5", "--seed", "3", "-o", folder.File("records.json"))).AssertSucceeds();
        Assert.Matches("(?m)^kernel +g1: ", result.Output);
        Assert.Matches("(?m)^time +measured ", result.Output);
        using var records = JsonDocument.Parse(File.ReadAllText(folder.File("records.json")));
        Assert.Equal(3, records.RootElement.GetProperty("seed").GetInt32());
        var chain = Assert.Single(records.RootElement.GetProperty("chains").EnumerateArray());
        Assert.Equal(512, chain.GetProperty("axes").GetProperty("m").GetInt64());
        var kernel = Assert.Single(chain.GetProperty("kernels").EnumerateArray());
        Assert.Equal(5, kernel.GetProperty("measured").GetArrayLength());
        Assert.Equal("MeasurementLimit", kernel.GetProperty("stop").GetString());
        Assert.All(kernel.GetProperty("measured").EnumerateArray(), m => Assert.True(m.GetProperty("measurement").GetProperty("medianUs").GetDouble() > 0));
    }

    [Fact]
    public async Task The_flags_it_prints_ask_for_the_winner()
    {
        var output = (await CommandLine.Run("tune", _sample, "--no-measure")).AssertSucceeds().Output;
        var flags = output.Split('\n').Single(l => l.StartsWith("to use it", StringComparison.Ordinal)).Split("    ")[1].Replace("\"", "", StringComparison.Ordinal);
        var again = (await CommandLine.Run(["tune", _sample, "--no-measure", .. flags.Split(' ')])).AssertSucceeds().Output;
        Assert.Equal(output.Split('\n')[0], again.Split('\n')[0]);
        Assert.Contains("1 candidates estimated", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_measuring_a_suite_gives_the_same_winners_twice()
    {
        var first = (await CommandLine.Run("tune", "paper", "--no-measure", "--json")).AssertSucceeds().Output;
        Assert.Equal(first, (await CommandLine.Run("tune", "paper", "--no-measure", "--json")).AssertSucceeds().Output);
        using var json = JsonDocument.Parse(first);
        Assert.Equal(
            Enumerable.Range(1, 12).Select(i => $"g{i}").Concat(Enumerable.Range(1, 9).Select(i => $"s{i}")),
            json.RootElement.GetProperty("chains").EnumerateArray().Select(c => c.GetProperty("chain").GetString()));
    }

    [Fact]
    public async Task For_a_gpu_the_model_chooses_and_it_says_so()
    {
        var result = (await CommandLine.Run("tune", _sample, "--device", "a100")).AssertSucceeds();
        Assert.Contains("are not measured", result.Error, StringComparison.Ordinal);
        Assert.Contains(", 0 measurements;", result.Output, StringComparison.Ordinal);
    }

    /// <summary>Beside a billion, f32 has no digits left for the sum; the reference has.</summary>
    [Fact]
    public async Task Exits_with_6_where_no_kernel_is_right()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("cancel.mcf", """
            chain cancel(m = 16, k = 32, n = 16) {
              input A: f16[m, k]
              input B: f16[k, n]
              output C: f16[m, n] = sum[k](A[m, k] * B[k, n]) + 1000000000 - 1000000000
            }
            """);
        var result = await CommandLine.Run("tune", file, "-o", folder.File("records.json"));
        result.AssertFails(ExitCode.NoValidKernel, SearchCodes.NoValidKernel);
        Assert.False(File.Exists(folder.File("records.json")));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_found_out_before_the_search()
    {
        var result = await CommandLine.Run("tune", _sample, "-o", "/nowhere/at/all/records.json");
        result.AssertFails(ExitCode.InvalidInput, CliCodes.Unwritable);
        Assert.DoesNotContain("generation", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_keeps_the_best_so_far_and_exits_with_130()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "no POSIX signals here");
        var cancellation = TestContext.Current.CancellationToken;
        using var process = CommandLine.Start(new Dictionary<string, string>(), [CommandLine.Assembly, "tune", _sample, "--exhaustive"]);
        var first = await process.StandardError.ReadLineAsync(cancellation);
        Assert.Contains("generation 1", first, StringComparison.Ordinal);
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.Equal((int)ExitCode.Cancelled, process.ExitCode);
        Assert.Matches("(?m)^time +measured ", output);
        Assert.Contains("best so far", await error, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_is_one_line_on_a_terminal_and_lines_elsewhere()
    {
        var chain = SampleChains.Read("paper/g1");
        using var terminal = new StringWriter();
        using (var live = new ProgressText(terminal, width: 30))
        {
            live.Report(chain, new SearchProgress(1, 100, 8, null));
            live.Report(chain, new SearchProgress(2, 200, 16, null));
        }

        Assert.DoesNotContain('\n', terminal.ToString());
        Assert.EndsWith("\r\e[2K", terminal.ToString(), StringComparison.Ordinal);
        Assert.Equal(["", "g1: generation 1, 100 estimat", "g1: generation 2, 200 estimat", ""], terminal.ToString().Split("\r\e[2K"));

        using var file = new StringWriter();
        using (var plain = new ProgressText(file, width: null)) plain.Report(chain, new SearchProgress(1, 100, 8, null));
        Assert.Equal($"g1: generation 1, 100 estimated, 8 measured, none valid so far{Environment.NewLine}", file.ToString());
    }
}
