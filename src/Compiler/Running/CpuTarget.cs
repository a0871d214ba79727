using MCFuser.Core.Devices;
using MCFuser.Core.Tensors;

namespace MCFuser.Compiler.Running;

/// <summary>The CPU at hand.</summary>
internal sealed class CpuTarget(CompilationOptions options) : IRunTarget
{
    public DeviceSpec Device { get; } = TargetDevice.Find(options);

    public IGraphRunner Prepare(Compilation compilation, IReadOnlyDictionary<string, TensorData> inputs, CancellationToken cancellation) =>
        new GraphRunner(compilation, inputs);

    public IReadOnlyList<Timing> Time(IReadOnlyList<IGraphRunner> runners, TimeSpan budget, CancellationToken cancellation) =>
        InterleavedTimer.Measure([.. runners.Select(r => (Action)r.Run)], budget, cancellation);

    public void Dispose()
    {
    }
}
