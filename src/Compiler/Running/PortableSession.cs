using MCFuser.Codegen.Interpreter;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Frontend;

namespace MCFuser.Compiler.Running;

/// <summary>Runs graphs on a portable device, checks and times them, and writes outputs.</summary>
public static class PortableSession
{
    /// <exception cref="DiagnosticException">An extent is open (exit 1), what files and memory may have against it, and what the device may lack or suffer (exit 4).</exception>
    public static IReadOnlyList<PortableResult> RunAll(IReadOnlyList<OperatorGraph> graphs, IPortableDevice device, RunOptions run, CancellationToken cancellation)
    {
        RunFiles.RequireOneGraph(graphs, run);
        return [.. graphs.Select(g => Run(g, device, run, cancellation))];
    }

    private static PortableResult Run(OperatorGraph graph, IPortableDevice device, RunOptions run, CancellationToken cancellation)
    {
        RunFiles.RequireOutputs(graph, run);
        var constant = GraphSettings.RequireConstant(graph);
        MemoryNeed.Require(constant, MemoryNeed.Of(constant));
        var inputs = RunInputs.Create(constant, run);
        using var runner = device.Prepare(constant, inputs);
        runner.Poison();
        runner.Run();
        var outputs = runner.Outputs;
        var check = run.Check ? OutputCheck.Run(constant, inputs, outputs, Tolerances.Of(constant), run.Seed, cancellation) : null;
        RunFiles.Write(outputs, run);
        return new PortableResult(constant, device.Name, InterleavedTimer.Measure([runner.Run], run.TimingBudget, cancellation)[0], check);
    }
}
