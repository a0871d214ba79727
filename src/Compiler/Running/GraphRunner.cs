using MCFuser.Core.Tensors;
using MCFuser.Runtime.Cpu;

namespace MCFuser.Compiler.Running;

/// <summary>
/// A compiled graph on the CPU: a tensor for whatever passes through memory, and the kernels in data-flow order.
/// Inputs are read in place; runners may share them.
/// </summary>
public sealed class GraphRunner : IGraphRunner
{
    private readonly Dictionary<string, TensorData> _tensors;
    private readonly List<TensorData> _written;
    private readonly List<string> _outputs;
    private readonly List<CpuKernel> _kernels;

    /// <param name="compilation">Compiled for the CPU.</param>
    /// <param name="inputs">A tensor for each input of the graph.</param>
    public GraphRunner(Compilation compilation, IReadOnlyDictionary<string, TensorData> inputs)
    {
        _written = [.. compilation.Written.Select(t => new TensorData(t.Name, t.Type, t.Shape))];
        _tensors = inputs.Values.Concat(_written).ToDictionary(t => t.Name);
        _outputs = [.. compilation.Graph.Outputs.Select(d => d.Target.Name)];
        _kernels = [.. compilation.Kernels.Select(k => CpuKernel.Prepare(k.Program))];
    }

    /// <summary>The graph's outputs; each run writes them anew.</summary>
    public IReadOnlyDictionary<string, TensorData> Outputs => _outputs.ToDictionary(o => o, o => _tensors[o]);

    /// <summary>Marks everything that kernels write as unwritten, so that what a run leaves out cannot look right.</summary>
    public void Poison()
    {
        foreach (var tensor in _written) tensor.Poison();
    }

    public void Run()
    {
        foreach (var kernel in _kernels) kernel.Run(_tensors);
    }

    public void Dispose()
    {
        foreach (var kernel in _kernels) kernel.Dispose();
    }
}
