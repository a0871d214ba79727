using MCFuser.Core.Tensors;

namespace MCFuser.Compiler.Running;

/// <summary>A compiled graph on a device, with its tensors.</summary>
public interface IGraphRunner : IDisposable
{
    /// <summary>The graph's outputs after a run.</summary>
    IReadOnlyDictionary<string, TensorData> Outputs { get; }

    /// <summary>Marks everything that kernels write as unwritten, so that what a run leaves out cannot look right.</summary>
    void Poison();

    /// <summary>Runs the kernels in data-flow order, and waits for them.</summary>
    void Run();
}
