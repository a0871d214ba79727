using MCFuser.Compiler.Searching;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Graphs;
using MCFuser.Core.TilePrograms;
using MCFuser.Frontend;
using MCFuser.Frontend.Chains;
using MCFuser.Tiling.Programs;
using MCFuser.Tiling.Schedules;

namespace MCFuser.Compiler;

/// <summary>The stages in order: read and verify, find chains, and for each kernel choose a schedule, place it, build and verify the tile program.</summary>
public static class Pipeline
{
    /// <summary>The verified graphs of a file, or the one that the options name.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">The file is unreadable or has errors (exit 1).</exception>
    public static EquatableArray<OperatorGraph> Read(string path, CompilationOptions options) =>
        GraphReader.ReadFile(path, options.Extents, options.Chain);

    /// <exception cref="Core.Diagnostics.DiagnosticException">
    /// An extent is open or the schedule asked for is malformed (exit 1); there is no contraction or no legal schedule (exit 3); the device is unknown
    /// (exit 4); candidates were measured and none is valid (exit 6).
    /// </exception>
    /// <param name="cancellation">A search that is cancelled ends with the best so far.</param>
    public static Compilation Compile(OperatorGraph graph, CompilationOptions options, CancellationToken cancellation = default) =>
        Compile(graph, TargetDevice.Find(options), options, cancellation);

    /// <summary>As the other, for a device that need not be in the catalogue.</summary>
    public static Compilation Compile(OperatorGraph graph, DeviceSpec device, CompilationOptions options, CancellationToken cancellation = default)
    {
        var search = new ScheduleSearch(device, options, cancellation);
        var plan = ChainFinder.Find(GraphSettings.RequireConstant(graph), options.Fusion, search.IsWorthJoining);
        if (!plan.Kernels.Any(IsContraction)) throw CompilerErrors.NothingToFuse(graph);
        if (options.HasSchedule && plan.Kernels.Count(IsContraction) > 1) throw CompilerErrors.AmbiguousSchedule(graph, plan.Kernels.Where(IsContraction));
        return new Compilation(plan, device, plan.Kernels.Select(chain => Compile(chain, device, options, search)).ToEquatableArray());
    }

    private static CompiledKernel Compile(OperatorChain chain, DeviceSpec device, CompilationOptions options, ScheduleSearch search)
    {
        // Only the kernel that contracts can follow a schedule from outside.
        var request = IsContraction(chain) ? ScheduleRequest.Parse(chain, device, options.Tiling, options.Tiles) : ScheduleRequest.Open;
        var result = search.Choose(chain, request);
        var program = TileProgramBuilder.Build(chain, result.Winner.Candidate, ContractionPrecision.Of(chain, device, options.Precision));
        TileProgramVerifier.Verify(program);
        return new CompiledKernel(chain, result, program);
    }

    private static bool IsContraction(OperatorChain chain) => chain.Contractions.Any();
}
