using MCFuser.Core.Graphs;

namespace MCFuser.Core.Tensors;

/// <summary>
/// Inputs to run a graph with, the same bytes for the same seed everywhere: floats uniform in [-1, 1) rounded to their type and never 0,
/// integers within <see cref="IntegerRange.Of"/>, three truth values in four true.
/// </summary>
public static class RandomInputs
{
    /// <summary>The least f16 above 0: no value above rounds to 0.</summary>
    private const double SmallestMagnitude = 1.0 / (1 << 24);

    /// <summary>One tensor an input, by name.</summary>
    public static Dictionary<string, TensorData> Create(OperatorGraph graph, ulong seed) =>
        graph.Inputs.ToDictionary(t => t.Name, t => Create(graph, t, seed));

    /// <summary>The values depend on the seed, the tensor's name, type and shape, and on what the graph indexes with it.</summary>
    public static TensorData Create(OperatorGraph graph, Tensor tensor, ulong seed)
    {
        var data = new TensorData(tensor.Name, tensor.Type, graph.Shape(tensor).ToEquatableArray());
        var random = SplitMix64.For(seed, tensor.Name);
        if (tensor.Type.IsFloat())
            FillFloats(data, random);
        else if (tensor.Type.IsInteger())
            FillIntegers(data, random, IntegerRange.Of(graph, tensor.Name));
        else
            for (var i = 0; i < data.Count; i++) data[i] = random.NextBetween(0, 3) > 0 ? 1 : 0;
        return data;
    }

    private static void FillFloats(TensorData data, SplitMix64 random)
    {
        Span<double> run = stackalloc double[256];
        for (var start = 0; start < data.Count; start += run.Length)
        {
            var values = run[..Math.Min(run.Length, data.Count - start)];
            foreach (ref var value in values)
            {
                do value = 2 * random.NextUnit() - 1;
                while (Math.Abs(value) < SmallestMagnitude);
            }

            data.Write(start, values);
        }
    }

    private static void FillIntegers(TensorData data, SplitMix64 random, IntegerRange range)
    {
        // An empty range means that no value can be right; the run then says which index leaves its dimension.
        var high = Math.Max(range.Low, range.High);
        for (var i = 0; i < data.Count; i++) data[i] = random.NextBetween(range.Low, high);
    }
}
