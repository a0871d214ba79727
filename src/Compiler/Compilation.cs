using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tiling;
using MCFuser.Core.TilePrograms;
using MCFuser.Frontend.Chains;
using MCFuser.Search.Tuning;

namespace MCFuser.Compiler;

/// <summary>One kernel of a compiled graph: the operators in it, how their schedule was chosen, and the tile program that computes them.</summary>
public sealed record CompiledKernel(OperatorChain Chain, SearchResult Search, TileProgram Program)
{
    public Candidate Schedule => Search.Winner.Candidate;
}

/// <summary>A tensor that a kernel writes to memory: an output of the graph, or an intermediate between two kernels.</summary>
public sealed record WrittenTensor(string Name, DataType Type, EquatableArray<long> Shape)
{
    public double Bytes => Shape.Aggregate((double)Type.Bytes(), (product, extent) => product * extent);
}

/// <summary>A graph compiled for a device; the kernels stand in data-flow order.</summary>
public sealed record Compilation(GraphPlan Plan, DeviceSpec Device, EquatableArray<CompiledKernel> Kernels)
{
    public OperatorGraph Graph => Plan.Graph;

    /// <summary>The kernel that does most of the arithmetic; the first one among equals.</summary>
    public CompiledKernel MainKernel => Kernels.MaxBy(k => Workload.Of(k.Chain).Flops)!;

    public IEnumerable<CompiledKernel> ContractionKernels => Kernels.Where(k => k.Chain.Contractions.Any());

    public IEnumerable<WrittenTensor> Written =>
        from kernel in Kernels
        from name in kernel.Chain.Outputs
        let target = kernel.Chain.FindStep(name)!.Target
        select new WrittenTensor(name, target.Type, target.Axes.Select(kernel.Chain.Extent).ToEquatableArray());
}
