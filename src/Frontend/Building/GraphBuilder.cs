using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Frontend.Verification;

namespace MCFuser.Frontend.Building;

/// <summary>
/// Builds an operator graph in C#, the same as the chain language would:
/// <code>
/// using static MCFuser.Frontend.Building.Functions;
///
/// var g = new GraphBuilder("attention");
/// GraphAxis b = g.Axis("b", 12), m = g.Axis("m", 512), n = g.Axis("n", 512), k = g.Axis("k", 64), h = g.Axis("h", 64);
/// var Q = g.Input("Q", DataType.F16, b, m, k);
/// var K = g.Input("K", DataType.F16, b, n, k);
/// var V = g.Input("V", DataType.F16, b, n, h);
/// var S = g.Define("S", [b, m, n], Sum([k], Q[b, m, k] * K[b, n, k]));
/// var P = g.Define("P", [b, m, n], Softmax(n, S[b, m, n] / Sqrt(Extent(k))));
/// g.Output("O", DataType.F16, [b, m, h], Sum([n], P[b, m, n] * V[b, n, h]));
/// OperatorGraph graph = g.Build();
/// </code>
/// </summary>
public sealed class GraphBuilder(string name)
{
    private readonly List<Axis> _axes = [];
    private readonly List<Tensor> _inputs = [];
    private readonly List<Definition> _definitions = [];

    /// <summary>An axis with a constant extent.</summary>
    public GraphAxis Axis(string name, long extent) => Axis(name, new ConstantExtent(extent));

    /// <summary>A dynamic axis, whose extent is low to high, both inclusive.</summary>
    public GraphAxis Axis(string name, long low, long high) => Axis(name, new SymbolicExtent(low, high));

    public GraphTensor Input(string name, DataType type, params ReadOnlySpan<GraphAxis> axes)
    {
        _inputs.Add(new Tensor(name, type, Names(axes)));
        return new GraphTensor(name);
    }

    /// <summary>A named intermediate; it is f32, or bool for truth values.</summary>
    public GraphTensor Define(string name, ReadOnlySpan<GraphAxis> axes, Value value) =>
        Define(new Tensor(name, DataType.F32, Names(axes)), value, isOutput: false);

    public GraphTensor Output(string name, DataType type, ReadOnlySpan<GraphAxis> axes, Value value) =>
        Define(new Tensor(name, type, Names(axes)), value, isOutput: true);

    /// <summary>The verified graph.</summary>
    /// <exception cref="DiagnosticException">The graph breaks rules of the language.</exception>
    public OperatorGraph Build() => GraphVerifier.Verify(new OperatorGraph(name, [.. _axes], [.. _inputs], [.. _definitions]));

    internal static EquatableArray<string> Names(ReadOnlySpan<GraphAxis> axes)
    {
        var names = new List<string>();
        foreach (var axis in axes) names.Add(axis.Name);
        return names.ToEquatableArray();
    }

    private GraphAxis Axis(string name, Extent extent)
    {
        _axes.Add(new Axis(name, extent));
        return new GraphAxis(name);
    }

    private GraphTensor Define(Tensor target, Value value, bool isOutput)
    {
        _definitions.Add(new Definition(target, value.Expression, isOutput));
        return new GraphTensor(target.Name);
    }
}
