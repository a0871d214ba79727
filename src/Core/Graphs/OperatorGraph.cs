using MCFuser.Core.Expressions;

namespace MCFuser.Core.Graphs;

/// <summary>A named loop: every tensor dimension is an axis.</summary>
public sealed record Axis(string Name, Extent Extent);

/// <summary>A named tensor, row-major; each dimension is as long as the axis that names it.</summary>
public sealed record Tensor(string Name, DataType Type, EquatableArray<string> Axes);

/// <summary><c>NAME[axes] = expression</c>. A named intermediate has type f32 (kept in f32 on chip) or bool (truth values).</summary>
public sealed record Definition(Tensor Target, Expression Value, bool IsOutput);

/// <summary>
/// One <c>chain</c> of the text language, or a graph built or imported: what to compute, nothing about how.
/// A verified graph has its definitions in data-flow order, keeping the written order where data flow allows.
/// </summary>
public sealed record OperatorGraph(
    string Name, EquatableArray<Axis> Axes, EquatableArray<Tensor> Inputs, EquatableArray<Definition> Definitions)
{
    public IEnumerable<Definition> Outputs => Definitions.Where(d => d.IsOutput);

    public Axis FindAxis(string name) => Axes.First(a => a.Name == name);

    /// <summary>The constant extent of an axis.</summary>
    public long Extent(string axis) => FindAxis(axis).Extent.Value;

    public Tensor FindTensor(string name) => Inputs.Concat(Definitions.Select(d => d.Target)).First(t => t.Name == name);

    public IEnumerable<long> Shape(Tensor tensor) => tensor.Axes.Select(Extent);

    public override string ToString() => GraphPrinter.Print(this);
}
