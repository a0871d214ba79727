using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;

namespace MCFuser.Runtime.Cuda.Driver;

internal static class DriverErrors
{
    private const string Install =
        $"install the NVIDIA driver (version 525 or later), or name its libcuda.so.1 with {DriverSearch.PathVariable}; compiling needs neither, and --target cpu runs without";

    public static DiagnosticException Missing(IEnumerable<string> names) =>
        Error(ExitCode.DeviceMissing, DriverCodes.DriverMissing, $"there is no CUDA driver: {string.Join(", ", names)} was not found", Install);

    public static DiagnosticException Unusable(string library, string reason) =>
        Error(ExitCode.DeviceMissing, DriverCodes.DriverUnusable, $"the CUDA driver {library} cannot be used: {reason}", Install);

    public static DiagnosticException NoDevice(int ordinal, int count) => Error(
        ExitCode.DeviceMissing, DriverCodes.NoDevice,
        count == 0 ? "the CUDA driver sees no GPU" : $"there is no GPU {ordinal}: the CUDA driver sees {count}",
        "check nvidia-smi and the variable CUDA_VISIBLE_DEVICES");

    /// <summary>The error of a call that failed, by what its status says.</summary>
    public static DiagnosticException Failed(string function, DriverStatus status, string text) => status switch
    {
        DriverStatus.OutOfMemory => OutOfMemory(function, text),
        _ when status.IsKernelFault() => Error(
            ExitCode.Internal, DriverCodes.KernelFault, $"a kernel failed on the GPU: {function} says {text}",
            "run it under compute-sanitizer to see where; a kernel that mcfuser compiled never does this, so please report it with the graph and the command"),
        _ when status.IsDeviceLoss() => Error(
            ExitCode.DeviceMissing, DriverCodes.DeviceLost, $"the GPU was lost: {function} says {text}", "check nvidia-smi, then start again"),
        _ when status.IsBadImage() => ImageRefused("", text, ""),
        DriverStatus.LaunchOutOfResources => LaunchRefused(function, text),
        _ => Error(ExitCode.DeviceMissing, DriverCodes.CallFailed, $"the CUDA driver failed: {function} says {text}", "check nvidia-smi, and that the driver is 525 or later"),
    };

    public static DiagnosticException OutOfMemory(string function, string text) => Error(
        ExitCode.DeviceMissing, DriverCodes.OutOfMemory, $"the GPU has too little free memory: {function} says {text}",
        "end other programs that use it, or make an axis shorter with --set");

    public static DiagnosticException TimedOut(string what, TimeSpan limit) => Error(
        ExitCode.DeviceMissing, DriverCodes.TimedOut, FormattableString.Invariant($"{what} did not end within {limit.TotalSeconds:0.###} s"),
        "check with nvidia-smi that no other program uses the GPU; a kernel that mcfuser compiled always ends, so please report it if it is alone there");

    public static DiagnosticException ImageRefused(string file, string text, string log) => new(ExitCode.DeviceMissing, new Diagnostic(
        DriverCodes.ImageRefused, $"the CUDA driver refuses the kernel: {text}{(log.Length == 0 ? "" : $": {log.ReplaceLineEndings(" ").Trim()}")}",
        "update the driver, or compile the chain again for this GPU's architecture", file.Length == 0 ? null : file));

    public static DiagnosticException LaunchRefused(string kernel, string text) => Error(
        ExitCode.NoLegalSchedule, DriverCodes.LaunchRefused, $"the GPU cannot run a block of {kernel}: {text}", "choose smaller tiles or fewer warps");

    public static DiagnosticException WrongArchitecture(string package, string arch, string device, string own) => new(ExitCode.DeviceMissing, new Diagnostic(
        DriverCodes.WrongArchitecture, $"it is compiled for {arch}, and {device} is {own}", $"compile the chain with --arch {own}", package));

    public static DiagnosticException TextOnly(string package) => new(ExitCode.DeviceMissing, new Diagnostic(
        DriverCodes.WrongArchitecture, "it holds the text of its kernel alone, which no driver runs", "compile the chain again without '--emit cu'", package));

    public static DiagnosticException TensorMissing(string package, string name, DataType type) => new(ExitCode.InvalidInput, new Diagnostic(
        DriverCodes.TensorMissing, $"it got no tensor {name}", $"pass one of type {type.Text()}", package));

    public static DiagnosticException TensorMismatch(string package, ManifestParameter parameter, EquatableArray<long> shape, DataType type, EquatableArray<long> given) => new(
        ExitCode.InvalidInput, new Diagnostic(
            DriverCodes.TensorMismatch, $"the tensor {parameter.Name} is {parameter.Type.Text()}{shape}, but {type.Text()}{given} was given",
            "pass one of the type and shape that the kernel was compiled for", package));

    public static DiagnosticException TensorTooSmall(string package, string name, long needed, long given) => new(ExitCode.InvalidInput, new Diagnostic(
        DriverCodes.TensorMismatch, FormattableString.Invariant($"the tensor {name} has {needed} bytes, but {given} were given"),
        "pass memory of the size that the kernel was compiled for", package));

    private static DiagnosticException Error(ExitCode exit, string code, string problem, string advice) => new(exit, new Diagnostic(code, problem, advice));
}
