using MCFuser.Codegen.Interpreter;
using MCFuser.Core;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;
using MCFuser.Frontend;

namespace MCFuser.Tests.Codegen.Interpreter;

/// <summary>Shorthand of the interpreter's tests.</summary>
internal static class Oracle
{
    public static OperatorGraph Graph(string text) => GraphReader.ReadText(text, "test.mcf")[0];

    /// <summary>Inputs with the values given, rounded to the declared type.</summary>
    public static Dictionary<string, TensorData> Inputs(OperatorGraph graph, params (string Name, double[] Values)[] inputs) =>
        inputs.Select(i => (Tensor: graph.FindTensor(i.Name), i.Values)).ToDictionary(
            i => i.Tensor.Name,
            i => TensorData.FromDoubles(i.Tensor.Name, i.Tensor.Type, graph.Shape(i.Tensor).ToEquatableArray(), i.Values));

    public static Reference Evaluate(OperatorGraph graph, Dictionary<string, TensorData> inputs, Slice? slice = null) =>
        GraphInterpreter.Evaluate(graph, inputs, slice, TestContext.Current.CancellationToken);

    /// <summary>The first output.</summary>
    public static double[] Run(string text, params (string Name, double[] Values)[] inputs)
    {
        var graph = Graph(text);
        return Evaluate(graph, Inputs(graph, inputs)).Outputs[0].Values.ToArray();
    }

    /// <summary>Equal values, NaN equal to NaN, to a relative error.</summary>
    public static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double error = 1e-13)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            var close = expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= error * Math.Abs(expected[i]);
            Assert.True(close, $"[{i}]: expected {expected[i]:R}, got {actual[i]:R}");
        }
    }
}
