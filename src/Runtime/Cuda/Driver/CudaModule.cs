using System.Text;

namespace MCFuser.Runtime.Cuda.Driver;

/// <summary>Kernels that were loaded onto a device.</summary>
public sealed unsafe class CudaModule : DriverObject
{
    private const int LogBytes = 16384;

    /// <summary><c>CU_JIT_ERROR_LOG_BUFFER</c> and its size.</summary>
    private const int ErrorLog = 5, ErrorLogSize = 6;

    private readonly nint _handle;
    private readonly string _file;

    internal CudaModule(CudaDevice device, ReadOnlySpan<byte> image, string file)
        : base(device)
    {
        _file = file;
        Enter();
        // PTX has to end with a zero; machine code says itself how long it is.
        var text = new byte[image.Length + 1];
        image.CopyTo(text);
        var log = new byte[LogBytes];
        fixed (byte* first = text, logFirst = log)
        {
            var options = stackalloc int[] { ErrorLog, ErrorLogSize };
            var values = stackalloc nint[] { (nint)logFirst, LogBytes };
            var status = DriverNative.cuModuleLoadDataEx(out _handle, first, 2, options, values);
            if (status.IsBadImage()) throw DriverErrors.ImageRefused(file, DriverCall.Text(status), Text(log));
            device.Call(status, nameof(DriverNative.cuModuleLoadDataEx));
        }
    }

    /// <exception cref="Core.Diagnostics.DiagnosticException">There is no such kernel (MCF4308).</exception>
    public CudaFunction Function(string name)
    {
        Enter();
        var status = DriverNative.cuModuleGetFunction(out var function, _handle, name);
        if (status == DriverStatus.NotFound) throw DriverErrors.ImageRefused(_file, $"it has no kernel {name}", "");
        Device.Call(status, nameof(DriverNative.cuModuleGetFunction));
        return new CudaFunction(this, function, name);
    }

    protected override void Release() => _ = DriverNative.cuModuleUnload(_handle);

    private static string Text(byte[] log)
    {
        var end = Array.IndexOf(log, (byte)0);
        return Encoding.UTF8.GetString(log, 0, end < 0 ? log.Length : end);
    }
}
