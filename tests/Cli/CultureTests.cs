using System.Globalization;
using MCFuser.Core.Diagnostics;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Cli;

/// <summary>Texts and files are the same in every culture.</summary>
public class CultureTests
{
    private static readonly string[][] _commands =
    [
        ["explain", SampleFiles.Path("causal_attention")],
        ["explain", SampleFiles.Path("linear_attention"), "--json"],
        ["devices"],
        ["explain", SampleFiles.Path("attention"), "--tile", "m=17"],
        ["run", SampleFiles.Path("attention"), "--set", "q=1.5"],
    ];

    /// <summary>Everything that a culture can change in a number, changed.</summary>
    [Fact]
    public async Task A_hostile_culture_changes_nothing_in_process()
    {
        var expected = await Texts();
        var hostile = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        hostile.NumberFormat.NumberDecimalSeparator = ",";
        hostile.NumberFormat.NumberGroupSeparator = ".";
        hostile.NumberFormat.NegativeSign = "~";
        hostile.NumberFormat.PositiveSign = "&";
        hostile.NumberFormat.PositiveInfinitySymbol = "much";
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = hostile;
        Assert.Equal("~1,5", (-1.5).ToString(CultureInfo.CurrentCulture));
        Assert.Equal(expected, await Texts());
    }

    [Theory]
    [InlineData("de_DE.UTF-8", "de-DE")]
    [InlineData("tr_TR.UTF-8", "tr-TR")]
    public async Task A_process_of_another_culture_prints_the_same(string locale, string culture)
    {
        using var folder = new TemporaryFolder();
        var configuration = folder.Write("runtimeconfig.json", File.ReadAllText(CommandLine.RuntimeConfiguration)
            .Replace("\"System.Globalization.Invariant\": true", "\"System.Globalization.Invariant\": false", StringComparison.Ordinal)
            .Replace("\"System.Globalization.PredefinedCulturesOnly\": true", "\"System.Globalization.PredefinedCulturesOnly\": false", StringComparison.Ordinal));
        var environment = new Dictionary<string, string> { ["LANG"] = locale, ["LC_ALL"] = locale };
        foreach (var command in _commands)
        {
            var foreign = await CommandLine.RunProcess(environment, ["exec", "--runtimeconfig", configuration, CommandLine.Assembly, .. command]);
            if (foreign.Error.Contains("libicu", StringComparison.Ordinal)) Assert.Skip($"no ICU library here, so no culture {culture}");
            Assert.Equal(await CommandLine.Run(command), foreign);
        }
    }

    [Fact]
    public async Task Compiling_in_another_culture_gives_the_same_bytes()
    {
        using var plain = new TemporaryFolder();
        using var foreign = new TemporaryFolder();
        await Compile(plain);
        var hostile = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        hostile.NumberFormat.NumberDecimalSeparator = ",";
        hostile.NumberFormat.NegativeSign = "~";
        CultureInfo.CurrentCulture = hostile;
        await Compile(foreign);
        Assert.Equal(plain.Content(), foreign.Content());
    }

    private static async Task Compile(TemporaryFolder folder) =>
        Assert.Equal(ExitCode.Success, (await CommandLine.Run("compile", SampleFiles.Path("causal_attention"), "-o", folder.File("out"))).ExitCode);

    private static async Task<List<CommandResult>> Texts()
    {
        var results = new List<CommandResult>();
        foreach (var command in _commands) results.Add(await CommandLine.Run(command));
        return results;
    }
}
