using MCFuser.Core.Diagnostics;
using MCFuser.Runtime.Cuda.Driver;
using MCFuser.Search.Measuring;

namespace MCFuser.Compiler.Measuring.Cuda;

/// <summary>Why a candidate has no time on a GPU, closer than the search needs to know; the detail of its measurement begins with the kind.</summary>
internal enum FailureKind
{
    Compile,
    Resources,
    Launch,
    TimeOut,
    WrongResult,
    DeviceLost,
}

internal static class CandidateFailure
{
    public static Measurement Of(FailureKind kind, string? detail) => Measurement.Failed(
        kind switch
        {
            FailureKind.Compile or FailureKind.Resources => MeasurementFailure.NotBuilt,
            FailureKind.TimeOut => MeasurementFailure.TimedOut,
            FailureKind.WrongResult => MeasurementFailure.WrongResult,
            _ => MeasurementFailure.Crashed,
        },
        $"{Name(kind)}: {detail}");

    /// <summary>By the code of what the worker says.</summary>
    public static Measurement Of(WorkerError error) => Of(Kind(error.Code), error.Problem);

    /// <summary>Of a kernel that cannot be built: one that needs too much of the device is told from one that does not compile.</summary>
    public static Measurement Of(DiagnosticException error) => Of(error.ExitCode == ExitCode.NoLegalSchedule ? FailureKind.Resources : FailureKind.Compile, error.Diagnostics[0].Problem);

    private static FailureKind Kind(string code) => code switch
    {
        DriverCodes.LaunchRefused or DriverCodes.OutOfMemory => FailureKind.Resources,
        DriverCodes.TimedOut => FailureKind.TimeOut,
        DriverCodes.DeviceLost or DriverCodes.NoDevice or DriverCodes.DriverUnusable or DriverCodes.DriverMissing => FailureKind.DeviceLost,
        _ => FailureKind.Launch,
    };

    private static string Name(FailureKind kind) => kind switch
    {
        FailureKind.Compile => "compile",
        FailureKind.Resources => "resources",
        FailureKind.Launch => "launch",
        FailureKind.TimeOut => "time-out",
        FailureKind.WrongResult => "wrong result",
        _ => "device lost",
    };
}
