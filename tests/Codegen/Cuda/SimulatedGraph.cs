using MCFuser.Codegen.Interpreter;
using MCFuser.Compiler;
using MCFuser.Compiler.Cuda;
using MCFuser.Core;
using MCFuser.Core.Tensors;
using MCFuser.Tests.Codegen.Cuda.Simulation;

namespace MCFuser.Tests.Codegen.Cuda;

/// <summary>A graph compiled for a GPU and executed without one: all of its kernels in order, each by the simulator, against the oracle.</summary>
internal sealed class SimulatedGraph
{
    private readonly Compilation _compilation;

    private readonly Dictionary<string, TensorData> _inputs;

    private readonly Reference _reference;

    /// <param name="compilation">The graph; its extents are small, as the oracle computes all of it.</param>
    /// <param name="packager">Makes the kernels.</param>
    /// <param name="compiler">NVRTC or clang; the test is skipped where it or the simulator is absent.</param>
    public SimulatedGraph(Compilation compilation, CudaPackager packager, CudaCompilerKind compiler = CudaCompilerKind.Nvrtc)
    {
        Toolchain.RequireSimulator();
        Toolchain.Require(compiler);
        _compilation = compilation;
        _inputs = RandomInputs.Create(compilation.Graph, 7);
        _reference = GraphInterpreter.Evaluate(compilation.Graph, _inputs, null, TestContext.Current.CancellationToken);
        Packages = packager.Build(compilation, new CudaOptions { Compiler = compiler }, TestContext.Current.CancellationToken);
    }

    public EquatableArray<PackagedCuda> Packages { get; }

    /// <summary>Under several orders of the warps, with all checks on, the outputs are those of the oracle.</summary>
    public void Check(params IEnumerable<PtxSchedule> schedules)
    {
        foreach (var schedule in schedules)
        {
            var verdict = NumericCheck.Compare(Run(schedule), _reference, Tolerances.Of(_compilation.Graph));
            Assert.True(verdict.Passed, $"{_compilation.Graph.Name} ({string.Join("; ", _compilation.Kernels.Select(k => k.Schedule))}), {schedule}: {verdict}");
        }
    }

    private Dictionary<string, TensorData> Run(PtxSchedule schedule)
    {
        var tensors = new Dictionary<string, TensorData>(_inputs);
        foreach (var package in Packages)
        {
            var result = PtxSimulator.Run(package.Content, tensors, schedule);
            Assert.True(result.ExitCode == 0, $"{package.Kernel.Entry}, {schedule}: {result.Log}");
            foreach (var (name, tensor) in result.Outputs!) tensors[name] = tensor;
        }

        return tensors;
    }
}
