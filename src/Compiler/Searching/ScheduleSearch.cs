using MCFuser.Compiler.Measuring;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Search.Models;
using MCFuser.Search.Spaces;
using MCFuser.Search.Tuning;
using MCFuser.Tiling.Schedules;

namespace MCFuser.Compiler.Searching;

/// <summary>Chooses the schedules of one graph's kernels: by models, and on the CPU by measuring where the options ask for it.</summary>
internal sealed class ScheduleSearch(DeviceSpec device, CompilationOptions options, CancellationToken cancellation)
{
    private readonly long _started = options.Search.Clock.GetTimestamp();

    /// <exception cref="DiagnosticException">Nothing legal that fits (exit 3); too little memory to measure (exit 4); none of the measured is valid (exit 6).</exception>
    public SearchResult Choose(OperatorChain chain, ScheduleRequest request)
    {
        var space = CandidateSpace.Of(chain, device, request);
        var model = new RooflineModel(chain, device, options.Precision);
        var limit = options.Search.TimeLimit - options.Search.Clock.GetElapsedTime(_started);
        using var measurer = limit is { Ticks: <= 0 } ? null : Measurers.Of(chain, device, options);
        // The model alone takes a fraction of a second: a limit that earlier kernels used up does not cost a later one its schedule.
        var search = options.Search with { TimeLimit = limit is { Ticks: > 0 } ? limit : null, Progress = measurer is null ? null : Progress(chain) };
        return device.Kind == DeviceKind.Cuda
            ? KernelSearch.Choose(space, chain, device, options with { Search = search }, measurer, cancellation)
            : CandidateSearch.Run(space, model, measurer, search, cancellation);
    }

    /// <summary>Whether one kernel is estimated, or measured where that is asked for, to take no longer than the two one after the other.</summary>
    public bool IsWorthJoining(OperatorChain producer, OperatorChain consumer, OperatorChain joined)
    {
        try
        {
            return Microseconds(joined) <= Microseconds(producer) + Microseconds(consumer);
        }
        catch (DiagnosticException e) when (e.ExitCode == ExitCode.NoLegalSchedule)
        {
            return false;
        }
    }

    private double Microseconds(OperatorChain chain) => Choose(chain, ScheduleRequest.Open).Winner.Microseconds;

    private Action<SearchProgress>? Progress(OperatorChain chain) => options.Progress is { } report ? progress => report(chain, progress) : null;
}
