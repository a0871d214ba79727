using MCFuser.Core.Diagnostics;
using MCFuser.Portable.Programs;

namespace MCFuser.Portable;

internal static class PortableErrors
{
    public static DiagnosticException IndexOutside(IndexCheck check) => new(ExitCode.InvalidInput, new Diagnostic(
        PortableCodes.IndexOutside,
        FormattableString.Invariant($"tensor {check.Tensor}: a value of index {check.Index} is outside of dimension {check.Dimension} with extent {check.Extent}"),
        "check the values of the index tensor"));

    public static DiagnosticException DeviceUnusable(string reason) => new(ExitCode.DeviceMissing, new Diagnostic(
        PortableCodes.DeviceUnusable, $"ILGPU, which runs the portable path, cannot use the GPU: {reason}",
        "update the driver, or leave --portable out and install a CUDA compiler; --target cpu needs neither"));

    public static DiagnosticException DeviceFailed(string reason) => new(ExitCode.DeviceMissing, new Diagnostic(
        PortableCodes.DeviceFailed, $"the device of the portable path failed: {reason}",
        "end other programs that use the GPU, or make an axis shorter with --set: this path keeps every intermediate tensor in memory"));
}
