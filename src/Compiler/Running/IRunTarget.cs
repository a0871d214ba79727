using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Tensors;

namespace MCFuser.Compiler.Running;

/// <summary>Where compiled graphs run.</summary>
internal interface IRunTarget : IDisposable
{
    /// <summary>What they are compiled for.</summary>
    DeviceSpec Device { get; }

    /// <exception cref="DiagnosticException">The device has too little memory, or cannot run a kernel (exit 3 or 4).</exception>
    IGraphRunner Prepare(Compilation compilation, IReadOnlyDictionary<string, TensorData> inputs, CancellationToken cancellation);

    /// <summary>Times runners of this target in turns.</summary>
    IReadOnlyList<Timing> Time(IReadOnlyList<IGraphRunner> runners, TimeSpan budget, CancellationToken cancellation);
}
