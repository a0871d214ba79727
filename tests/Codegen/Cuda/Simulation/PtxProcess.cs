using System.Diagnostics;
using System.Globalization;

namespace MCFuser.Tests.Codegen.Cuda.Simulation;

/// <summary>How warps of a block take turns: <c>rr</c>, <c>lowest</c>, <c>highest</c>, or <c>random</c> with a seed other than 0.</summary>
public sealed record PtxSchedule(string Name = "rr", int Seed = 0)
{
    /// <summary>Enough of them to show a missing barrier.</summary>
    public static IReadOnlyList<PtxSchedule> All { get; } = [new("rr"), new("lowest"), new("highest"), new("random", 11)];
}

/// <summary>Runs the PTX simulator that <c>MCFUSER_PTXSIM</c> names on a launch description.</summary>
public static class PtxProcess
{
    public const string Variable = "MCFUSER_PTXSIM";

    /// <summary>The program; null where the variable names none.</summary>
    public static string? Program { get; } = Environment.GetEnvironmentVariable(Variable) is { } path && File.Exists(path) ? path : null;

    /// <summary>Runs all blocks with all checks on.</summary>
    /// <returns>0, or 1 if the kernel is wrong, 2 for a bad description, 3 for an instruction that is not supported; and what was printed.</returns>
    public static (int ExitCode, string Log, PtxCounters? Counters) Run(string launch, PtxSchedule schedule, int threads = 1)
    {
        var counters = launch + ".counters";
        string[] arguments =
        [
            launch, "--counters", counters, "--sched", schedule.Name, "--seed", Text(schedule.Seed), "--threads", Text(threads), "--check", "race,init,bounds,sync",
        ];
        var start = new ProcessStartInfo(Program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result, File.Exists(counters) ? PtxCounters.Read(counters) : null);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
