using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MCFuser.Cli.Text;
using MCFuser.Compiler;
using MCFuser.Search.Tuning;

namespace MCFuser.Cli.Options;

/// <summary>The options of every command that searches schedules.</summary>
/// <param name="measures">Whether the command measures unless it is told not to.</param>
internal sealed class SearchOptionGroup(bool measures)
{
    private readonly Option<bool> _measure = new("--measure") { Description = "Measure candidates on the CPU or the GPU at hand." };

    private readonly Option<bool> _noMeasure = new("--no-measure") { Description = "Let the performance model choose; the same seed gives the same winner." };

    private readonly Option<bool> _exhaustive = new("--exhaustive") { Description = "Look at every candidate." };

    private readonly Option<double?> _timeLimit = new("--time-limit") { HelpName = "SECONDS", CustomParser = Seconds, Description = "Search each chain no longer than this." };

    private readonly Option<int?> _maxMeasurements = new("--max-measurements") { HelpName = "N", CustomParser = Count, Description = "Measure no more than so many candidates of a kernel." };

    private readonly Option<ulong> _seed = new("--seed")
    {
        HelpName = "N", DefaultValueFactory = _ => 0, CustomParser = WholeNumber, Description = "The seed of the search and of random inputs.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _measure, _noMeasure, _exhaustive, _timeLimit, _maxMeasurements, _seed }) command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_measure) && result.GetValue(_noMeasure)) result.AddError("--measure and --no-measure exclude each other");
        });
    }

    /// <summary>The options of a compilation with those of its searches.</summary>
    public CompilationOptions Read(ParseResult parsed, CompilationOptions options, ProgressText progress) => options with
    {
        Measures = parsed.GetValue(_measure) || (measures && !parsed.GetValue(_noMeasure)),
        Progress = progress.Report,
        Search = new SearchOptions
        {
            Seed = parsed.GetValue(_seed),
            Exhaustive = parsed.GetValue(_exhaustive),
            TimeLimit = parsed.GetValue(_timeLimit) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            MaxMeasurements = parsed.GetValue(_maxMeasurements),
        },
    };

    private static ulong WholeNumber(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)) argument.AddError($"'{text}' is no seed: a whole number from 0 on");
        return seed;
    }

    private static double? Seconds(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 1e6) return seconds;
        argument.AddError($"'{text}' is no time limit: seconds, more than 0 and at most 1000000");
        return null;
    }

    private static int? Count(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0) return count;
        argument.AddError($"'{text}' is no number of measurements: a whole number from 1 on");
        return null;
    }
}
