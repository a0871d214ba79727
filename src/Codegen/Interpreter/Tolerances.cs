using MCFuser.Core;
using MCFuser.Core.Graphs;

namespace MCFuser.Codegen.Interpreter;

/// <summary>The relative errors that a right program may have.</summary>
public static class Tolerances
{
    public const double F32 = 1e-5;
    public const double TF32 = 1e-3;
    public const double F16 = 2e-3;
    public const double BF16 = 1.5e-2;

    /// <summary>That of the coarsest float type among inputs and outputs: an intermediate may be rounded to it.</summary>
    /// <param name="tf32">Whether products of f32 may be computed in tf32.</param>
    public static double Of(OperatorGraph graph, bool tf32 = false)
    {
        var types = graph.Inputs.Concat(graph.Outputs.Select(d => d.Target)).Select(t => t.Type).ToHashSet();
        return types.Contains(DataType.BF16) ? BF16 : types.Contains(DataType.F16) ? F16 : tf32 ? TF32 : F32;
    }
}
