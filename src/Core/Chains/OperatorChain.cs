using MCFuser.Core.Graphs;

namespace MCFuser.Core.Chains;

public sealed record ChainAxis(string Name, Extent Extent, AxisRole Role);

/// <summary>
/// The operators that become one kernel, in data-flow order, and the axes they run over.
/// Inputs are graph inputs or results of earlier kernels; outputs name the steps whose targets are written to memory.
/// </summary>
public sealed record OperatorChain(
    string Name, EquatableArray<ChainAxis> Axes, EquatableArray<Tensor> Inputs, EquatableArray<ChainStep> Steps, EquatableArray<string> Outputs)
{
    public ChainAxis FindAxis(string name) => Axes.First(a => a.Name == name);

    public long Extent(string axis) => FindAxis(axis).Extent.Value;

    public Tensor? FindInput(string name) => Inputs.FirstOrDefault(t => t.Name == name);

    public ChainStep? FindStep(string name) => Steps.FirstOrDefault(s => s.Target.Name == name);

    public IEnumerable<Contraction> Contractions => Steps.OfType<Contraction>();

    /// <summary>The axes that a tiling expression writes: outer, spatial and reduction axes, in header order.</summary>
    public IEnumerable<ChainAxis> TiledAxes => Axes.Where(a => a.Role is AxisRole.Outer or AxisRole.Spatial or AxisRole.Reduction);

    public override string ToString() => ChainPrinter.Print(this);
}
