using MCFuser.Frontend.Chains;

namespace MCFuser.Cli.Text;

internal static class VerdictText
{
    /// <summary>One contraction: its work, its intensity against the ridge, and whether that makes it MBCI.</summary>
    public static string Line(Verdict verdict)
    {
        var (relation, meaning) = verdict.IsMemoryBound ? ("<", "memory-bound (MBCI)") : (">=", "compute-bound");
        return $"{verdict.Tensor}: {Units.Flop(verdict.Flops)} / {Units.Bytes(verdict.Bytes)} = {Units.Number(verdict.Intensity)} FLOP/B "
            + $"{relation} ridge {Units.Number(verdict.Ridge)}: {meaning}";
    }
}
