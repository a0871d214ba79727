using System.Globalization;
using MCFuser.Core.Chains;
using MCFuser.Search.Tuning;

namespace MCFuser.Cli.Text;

/// <summary>How far a search is: one line that is rewritten on a terminal and goes away in the end, a line a generation elsewhere.</summary>
/// <param name="width">The columns of the terminal; null where there is none.</param>
internal sealed class ProgressText(TextWriter error, int? width) : IDisposable
{
    private const string EraseLine = "\r\e[2K";

    /// <summary>For the error stream of a command.</summary>
    public static ProgressText On(TextWriter error) =>
        new(error, ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected ? Math.Max(Console.BufferWidth, 20) : null);

    public void Report(OperatorChain chain, SearchProgress progress)
    {
        var best = progress.Best is { } record ? $"best {Units.Time(record.Microseconds)} {record.Candidate}" : "none valid so far";
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{chain.Name}: generation {progress.Generation}, {progress.Estimated} estimated, {progress.Measured} measured, {best}");
        if (width is { } columns) error.Write(EraseLine + line[..Math.Min(line.Length, columns - 1)]);
        else error.WriteLine(line);
    }

    /// <summary>Takes the line of a terminal away.</summary>
    public void Clear()
    {
        if (width is not null) error.Write(EraseLine);
    }

    public void Dispose() => Clear();
}
