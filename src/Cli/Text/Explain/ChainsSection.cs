using MCFuser.Compiler;
using MCFuser.Frontend.Chains;

namespace MCFuser.Cli.Text.Explain;

/// <summary>The kernels as operator chains, the verdict on each contraction, and what is left alone.</summary>
internal sealed class ChainsSection : IExplainSection
{
    public string Title => "operator chains";

    public void Write(TextWriter output, Compilation compilation)
    {
        foreach (var kernel in compilation.Kernels)
        {
            output.Write(kernel.Chain);
            foreach (var verdict in Verdict.Of(kernel.Chain, compilation.Device)) output.WriteLine($"  verdict {VerdictText.Line(verdict)}");
        }

        foreach (var left in compilation.Plan.Left) output.WriteLine($"left alone: {left.Tensor}: {left.Reason}");
        var (fused, unfused) = (Workload.Of(compilation.Plan), Workload.Unfused(compilation.Graph));
        output.WriteLine($"all: {Units.Flop(fused.Flops)}, {Units.Bytes(fused.Bytes)} moved = {Units.Number(fused.Intensity)} FLOP/B; "
            + $"unfused {Units.Bytes(unfused.Bytes)} = {Units.Number(unfused.Intensity)} FLOP/B");
    }
}
