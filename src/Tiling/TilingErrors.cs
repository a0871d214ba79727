using MCFuser.Core.Chains;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Tiling;
using MCFuser.Tiling.Schedules;

namespace MCFuser.Tiling;

/// <summary>The messages about schedules: exit 1 for text that is none, exit 3 for a schedule that cannot be executed.</summary>
public static class TilingErrors
{
    public static DiagnosticException MalformedTiling(string text, string problem, OperatorChain chain) => new(ExitCode.InvalidInput, new Diagnostic(
        TilingCodes.MalformedTiling,
        $"'{text}' is no tiling expression of '{chain.Name}': {problem}",
        $"write each of the axes {AxesOf(chain)} once, nested by adjacency or side by side in parentheses, as in 'mn(k,h)'"));

    public static DiagnosticException MalformedTile(string text) => new(ExitCode.InvalidInput, new Diagnostic(
        TilingCodes.MalformedTile, $"'{text}' is no list of tile sizes", "write axis=size pairs with commas between, as in m=64,n=128"));

    public static DiagnosticException UnknownTileAxis(string axis, OperatorChain chain) => new(ExitCode.InvalidInput, new Diagnostic(
        TilingCodes.UnknownTileAxis, $"'{axis}' is no tiled axis of '{chain.Name}'", $"give tile sizes for {AxesOf(chain)}; batch axes always have tile 1"));

    public static DiagnosticException TileNotMultiple(string axis, long size, bool allowsExtent) => new(ExitCode.InvalidInput, new Diagnostic(
        TilingCodes.TileNotMultiple,
        $"the tile size {size} of axis '{axis}' is not a positive multiple of 16",
        allowsExtent ? "use a multiple of 16, or the extent itself where it is below 16" : "use a multiple of 16"));

    public static DiagnosticException IllegalSchedule(Candidate candidate, string problem) => new(ExitCode.NoLegalSchedule, new Diagnostic(
        TilingCodes.IllegalSchedule, $"the schedule {candidate} cannot be executed: {problem}", "choose another tiling expression, or a tile that covers the axis"));

    public static DiagnosticException DoesNotFit(Candidate candidate, FitReport fit, string device) => new(ExitCode.NoLegalSchedule, new Diagnostic(
        TilingCodes.DoesNotFit,
        $"the schedule {candidate} needs {fit.SharedBytes} bytes of shared memory and about {fit.RegistersPerThread} registers a thread; "
        + $"{device} has {fit.SharedLimit} and {fit.RegisterLimit}",
        "choose smaller tiles"));

    public static DiagnosticException NoLegalSchedule(OperatorChain chain, string device) => new(ExitCode.NoLegalSchedule, new Diagnostic(
        TilingCodes.NoLegalSchedule, $"no schedule of '{chain.Name}' can be executed on {device} with what was given", "give fewer tile sizes, or use --fuse never"));

    private static string AxesOf(OperatorChain chain) => string.Join(", ", chain.TiledAxes.Select(a => a.Name));
}
