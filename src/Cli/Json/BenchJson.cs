using MCFuser.Compiler.Benchmarks;

namespace MCFuser.Cli.Json;

/// <summary>What <c>bench paper --json</c> prints; times in microseconds, <c>peak</c> in FLOP/s, <c>shareOfPeak</c> of the fused form.</summary>
internal sealed record BenchJson(int Schema, string Suite, string Device, IEnumerable<BenchShapeJson> Shapes);

internal sealed record BenchShapeJson(
    string Shape, double Flops, double FusedUs, double UnfusedUs, double Ratio, double Peak, double ShareOfPeak,
    string Tiling, IReadOnlyDictionary<string, int> Tiles, double SearchSeconds, ModelReport Model)
{
    public static BenchShapeJson Of(PaperRow row) => new(
        row.Shape, row.Flops, row.FusedUs, row.UnfusedUs, row.Ratio, row.Peak, row.ShareOfPeak,
        row.Choice.Tiling.ToString(), KernelJson.TilesOf(row.Choice), row.SearchSeconds, row.Model);
}
