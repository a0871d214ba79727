using System.Globalization;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Tiling;
using MCFuser.Tiling.Expressions;

namespace MCFuser.Tiling.Schedules;

/// <summary>What the user fixed of a schedule: a tiling expression, tile sizes, both or nothing. The rest is searched.</summary>
public sealed record ScheduleRequest(TilingExpression? Tiling, EquatableArray<AxisTile> Tiles)
{
    public static ScheduleRequest Open { get; } = new(null, []);

    /// <summary>Reads <c>--tiling</c> and <c>--tile</c> for a chain.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">The text is no schedule of this chain (exit 1).</exception>
    public static ScheduleRequest Parse(OperatorChain chain, DeviceSpec device, string? tiling, string? tiles) =>
        new(tiling is null ? null : ParseTiling(chain, tiling), tiles is null ? [] : ParseTiles(chain, device, tiles));

    private static TilingExpression ParseTiling(OperatorChain chain, string text)
    {
        var expression = TilingParser.TryParse(text, chain.TiledAxes.Select(a => a.Name), out var problem);
        problem ??= expression is null ? null : ExpressionEnumerator.Problem(chain, expression);
        return problem is null ? expression! : throw TilingErrors.MalformedTiling(text, problem, chain);
    }

    private static EquatableArray<AxisTile> ParseTiles(OperatorChain chain, DeviceSpec device, string text)
    {
        var tiles = new List<AxisTile>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', StringSplitOptions.TrimEntries) is not [var name, var size] || tiles.Any(t => t.Axis == name)
                || !long.TryParse(size, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) throw TilingErrors.MalformedTile(text);
            var axis = chain.TiledAxes.FirstOrDefault(a => a.Name == name) ?? throw TilingErrors.UnknownTileAxis(name, chain);
            tiles.Add(new AxisTile(name, TileSizes.Clamp(axis, value, device)));
        }

        return tiles.ToEquatableArray();
    }
}
