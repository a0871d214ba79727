using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Chains;

/// <summary>How steps read tensors.</summary>
internal static class StepReads
{
    public static IEnumerable<string> TensorsRead(this ChainStep step) => step.Operands.SelectMany(o => o.TensorsRead()).Distinct();

    /// <summary>Why the tensor must be in memory for the reader, in words; null if it can stay on chip.</summary>
    public static string? Obstacle(ChainStep reader, Tensor tensor)
    {
        var reads = reader.Operands.SelectMany(o => o.SelfAndDescendants()).OfType<TensorRead>();
        var read = reads.FirstOrDefault(r => r.Tensor == tensor.Name && !r.IsAtOwnAxes(tensor));
        return read is null ? null : $"{tensor.Name} is read {Manner(read, tensor)}: {read}";
    }

    private static string Manner(TensorRead read, Tensor tensor)
    {
        var indices = read.Indices;
        if (indices.Any(i => i.SelfAndDescendants().Any(x => x is IndexRead))) return "through an index tensor";
        if (indices.Any(i => i is IndexConstant)) return "at a constant index";
        if (indices.Any(i => i is not IndexAxis)) return "at a computed index";
        return indices.SelectMany(i => i.Axes()).ToHashSet().SetEquals(tensor.Axes) ? "with permuted axes" : "with renamed axes";
    }
}
