using MCFuser.Codegen.Interpreter;
using MCFuser.Core.Devices;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;
using MCFuser.Portable;

namespace MCFuser.Tests.Portable;

/// <summary>Runs graphs on the CPU in the place of a GPU.</summary>
internal static class PortableRun
{
    /// <summary>Outputs that start as no numbers against the interpreter's.</summary>
    public static void AssertRight(PortableDevice device, OperatorGraph graph, ulong seed = 1)
    {
        var inputs = RandomInputs.Create(graph, seed);
        using var runner = device.Prepare(graph, inputs);
        runner.Poison();
        runner.Run();
        var check = NumericCheck.Compare(runner.Outputs, GraphInterpreter.Evaluate(graph, inputs), Tolerances.Of(graph));
        Assert.True(check.Passed, $"{check.FirstFailure}, relative error {check.RelativeError:g3}\n{graph}");
    }
}

/// <summary>One device for the tests of a class.</summary>
public sealed class CpuInPlaceOfGpu : IDisposable
{
    public PortableDevice Device { get; } = PortableDevice.Open(DeviceKind.Cpu);

    public void Dispose() => Device.Dispose();
}
