using MCFuser.Core.Diagnostics;

namespace MCFuser.Core.Devices;

internal static class DeviceErrors
{
    public static DiagnosticException Unknown(string name, IEnumerable<string> known) =>
        Error(DeviceCodes.Unknown, $"there is no description of a device '{name}'", $"name one of {string.Join(", ", known)}");

    public static DiagnosticException ArchUnknown(string arch, IEnumerable<string> known) =>
        Error(DeviceCodes.ArchUnknown, $"no device is known for the architecture '{arch}'", $"name one of {string.Join(", ", known)}");

    private static DiagnosticException Error(string code, string problem, string advice) =>
        new(ExitCode.DeviceMissing, new Diagnostic(code, problem, advice));
}
