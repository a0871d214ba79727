using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Codegen.Cuda;

internal static class CudaPackageErrors
{
    public static DiagnosticException TooManyBlocks(string kernel, char direction, long blocks, long limit) => Error(
        CudaPackageCodes.TooManyBlocks,
        FormattableString.Invariant($"kernel {kernel} has {blocks} blocks in {direction}, and a launch takes at most {limit}"),
        "choose larger tiles, or make an axis shorter with --set");

    public static DiagnosticException TooMuchSharedMemory(string kernel, long bytes, DeviceSpec device) => Error(
        CudaPackageCodes.TooMuchSharedMemory,
        FormattableString.Invariant($"kernel {kernel} needs {bytes} bytes of shared memory, and a block of {device.Name} has {device.SharedBytesPerBlock}"),
        "choose smaller tiles or fewer pipeline stages");

    public static DiagnosticException TooManyThreads(string kernel, string what, long needed, long limit, DeviceSpec device) => Error(
        CudaPackageCodes.TooManyThreads,
        FormattableString.Invariant($"kernel {kernel} needs {needed} {what}, and {device.Name} has {limit}"),
        "choose smaller tiles or fewer warps");

    private static DiagnosticException Error(string code, string problem, string advice) => new(ExitCode.NoLegalSchedule, new Diagnostic(code, problem, advice));
}
