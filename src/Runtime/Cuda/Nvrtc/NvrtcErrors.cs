using MCFuser.Core.Diagnostics;

namespace MCFuser.Runtime.Cuda.Nvrtc;

internal static class NvrtcErrors
{
    private const string Install =
        $"install the CUDA toolkit 11.2 or later, or the Python package nvidia-cuda-nvrtc, and set {NvrtcSearch.PathVariable} to the folder that holds "
        + "libnvrtc.so.13, .12 or .11.2; '--emit cu' needs no compiler";

    public static DiagnosticException Missing(IEnumerable<string> places) =>
        Error(NvrtcCodes.Missing, $"NVRTC, the CUDA compiler library, was not found in {string.Join(", ", places)}", Install);

    public static DiagnosticException Unloadable(string library, string reason) =>
        Error(NvrtcCodes.Unloadable, $"{library} cannot be loaded: {reason}", Install);

    public static DiagnosticException ArchitectureUnknown(string arch, string version, IEnumerable<string> known) => Error(
        NvrtcCodes.ArchitectureUnknown,
        $"NVRTC {version} does not know the architecture '{arch}'",
        $"name one of {string.Join(", ", known)}, or install a CUDA toolkit that knows it");

    public static InternalErrorException Broken(string function, string reason, string text) => new("nvrtc", $"{function}: {reason}", text);

    private static DiagnosticException Error(string code, string problem, string advice) => new(ExitCode.DeviceMissing, new Diagnostic(code, problem, advice));
}
