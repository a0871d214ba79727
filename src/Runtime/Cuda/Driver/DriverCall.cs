using System.Globalization;
using System.Runtime.InteropServices;

namespace MCFuser.Runtime.Cuda.Driver;

/// <summary>Turns what a call returned into an exception.</summary>
internal static unsafe class DriverCall
{
    /// <exception cref="Core.Diagnostics.DiagnosticException">The call failed (MCF4304 to MCF4310).</exception>
    public static void Check(DriverStatus status, string function)
    {
        if (status != DriverStatus.Success) throw DriverErrors.Failed(function, status, Text(status));
    }

    /// <summary><c>CUDA_ERROR_OUT_OF_MEMORY (2): out of memory</c></summary>
    public static string Text(DriverStatus status)
    {
        var number = ((int)status).ToString(CultureInfo.InvariantCulture);
        if (DriverNative.cuGetErrorName(status, out var name) != DriverStatus.Success || name == null) return $"error {number}";
        _ = DriverNative.cuGetErrorString(status, out var description);
        return $"{Marshal.PtrToStringUTF8((nint)name)} ({number}): {Marshal.PtrToStringUTF8((nint)description)}";
    }
}
