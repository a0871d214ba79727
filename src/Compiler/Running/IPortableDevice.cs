using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;

namespace MCFuser.Compiler.Running;

/// <summary>Runs graphs without compiling them for a device: slow, for where nothing faster runs.</summary>
public interface IPortableDevice : IDisposable
{
    string Name { get; }

    /// <param name="graph">Verified, with constant extents.</param>
    /// <param name="inputs">A tensor for each input of the graph.</param>
    /// <exception cref="DiagnosticException">The device has too little memory (exit 4).</exception>
    IGraphRunner Prepare(OperatorGraph graph, IReadOnlyDictionary<string, TensorData> inputs);
}
