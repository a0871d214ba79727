using MCFuser.Core.Tiling;

namespace MCFuser.Compiler.Benchmarks;

/// <summary>What was measured of one shape.</summary>
/// <param name="Flops">Of the chain as written.</param>
/// <param name="FusedUs">The fastest of the fused form's runs, in microseconds.</param>
/// <param name="UnfusedUs">That of our own unfused form, whose kernels got the same search.</param>
/// <param name="Peak">The machine's multiply-add peak in FLOP/s, measured.</param>
/// <param name="SearchSeconds">How long the search for the fused kernel took.</param>
public sealed record PaperRow(
    string Shape, double Flops, double FusedUs, double UnfusedUs, double Peak, Candidate Choice, double SearchSeconds, ModelReport Model)
{
    public double Ratio => UnfusedUs / FusedUs;

    /// <summary>The share of the multiply-add peak that the fused form reaches.</summary>
    public double ShareOfPeak => Flops / (1e-6 * FusedUs) / Peak;
}

/// <summary>The performance model against measurements of stratified candidates.</summary>
/// <param name="Correlation">Spearman's, of estimates and measurements.</param>
/// <param name="Repeat">Spearman's, of the measurements and their repetition: no model can do better.</param>
/// <param name="Tuned">The time of the search's choice over the best of the candidates, measured side by side.</param>
/// <param name="Untuned">The same for what the model alone chooses.</param>
public sealed record ModelReport(int Samples, double Correlation, double Repeat, double Tuned, double Untuned);
