using System.Runtime.InteropServices;

namespace MCFuser.Runtime.Cuda.Driver;

/// <summary>The functions of the CUDA driver that are needed, from <c>cuda.h</c> of CUDA 12. They return a <see cref="DriverStatus"/>; handles are pointers.</summary>
internal static unsafe partial class DriverNative
{
    private const string Library = NativeLibraries.Driver;

    [LibraryImport(Library)]
    public static partial DriverStatus cuInit(uint flags);

    [LibraryImport(Library)]
    public static partial DriverStatus cuDriverGetVersion(out int version);

    [LibraryImport(Library)]
    public static partial DriverStatus cuGetErrorName(DriverStatus status, out byte* text);

    [LibraryImport(Library)]
    public static partial DriverStatus cuGetErrorString(DriverStatus status, out byte* text);

    [LibraryImport(Library)]
    public static partial DriverStatus cuDeviceGetCount(out int count);

    [LibraryImport(Library)]
    public static partial DriverStatus cuDeviceGet(out int device, int ordinal);

    [LibraryImport(Library)]
    public static partial DriverStatus cuDeviceGetName(byte* name, int length, int device);

    [LibraryImport(Library)]
    public static partial DriverStatus cuDeviceGetAttribute(out int value, DeviceAttribute attribute, int device);

    [LibraryImport(Library)]
    public static partial DriverStatus cuDeviceTotalMem_v2(out nuint bytes, int device);

    [LibraryImport(Library)]
    public static partial DriverStatus cuDevicePrimaryCtxRetain(out nint context, int device);

    [LibraryImport(Library)]
    public static partial DriverStatus cuDevicePrimaryCtxRelease_v2(int device);

    [LibraryImport(Library)]
    public static partial DriverStatus cuCtxSetCurrent(nint context);

    [LibraryImport(Library)]
    public static partial DriverStatus cuModuleLoadDataEx(out nint module, byte* image, uint count, int* options, nint* values);

    [LibraryImport(Library)]
    public static partial DriverStatus cuModuleUnload(nint module);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial DriverStatus cuModuleGetFunction(out nint function, nint module, string name);

    [LibraryImport(Library)]
    public static partial DriverStatus cuFuncGetAttribute(out int value, FunctionAttribute attribute, nint function);

    [LibraryImport(Library)]
    public static partial DriverStatus cuFuncSetAttribute(nint function, FunctionAttribute attribute, int value);

    [LibraryImport(Library)]
    public static partial DriverStatus cuOccupancyMaxActiveBlocksPerMultiprocessor(out int blocks, nint function, int threads, nuint sharedBytes);

    [LibraryImport(Library)]
    public static partial DriverStatus cuLaunchKernelEx(LaunchConfiguration* configuration, nint function, void** arguments, void** extra);

    [LibraryImport(Library)]
    public static partial DriverStatus cuMemAlloc_v2(out ulong address, nuint bytes);

    [LibraryImport(Library)]
    public static partial DriverStatus cuMemFree_v2(ulong address);

    [LibraryImport(Library)]
    public static partial DriverStatus cuMemAllocAsync(out ulong address, nuint bytes, nint stream);

    [LibraryImport(Library)]
    public static partial DriverStatus cuMemFreeAsync(ulong address, nint stream);

    [LibraryImport(Library)]
    public static partial DriverStatus cuMemGetInfo_v2(out nuint free, out nuint total);

    [LibraryImport(Library)]
    public static partial DriverStatus cuMemcpyHtoDAsync_v2(ulong target, void* source, nuint bytes, nint stream);

    [LibraryImport(Library)]
    public static partial DriverStatus cuMemcpyDtoHAsync_v2(void* target, ulong source, nuint bytes, nint stream);

    [LibraryImport(Library)]
    public static partial DriverStatus cuMemsetD8Async(ulong target, byte value, nuint bytes, nint stream);

    [LibraryImport(Library)]
    public static partial DriverStatus cuStreamCreate(out nint stream, uint flags);

    [LibraryImport(Library)]
    public static partial DriverStatus cuStreamQuery(nint stream);

    [LibraryImport(Library)]
    public static partial DriverStatus cuStreamDestroy_v2(nint stream);

    [LibraryImport(Library)]
    public static partial DriverStatus cuEventCreate(out nint handle, uint flags);

    [LibraryImport(Library)]
    public static partial DriverStatus cuEventRecord(nint handle, nint stream);

    [LibraryImport(Library)]
    public static partial DriverStatus cuEventElapsedTime(out float milliseconds, nint start, nint end);

    [LibraryImport(Library)]
    public static partial DriverStatus cuEventDestroy_v2(nint handle);

    [LibraryImport(Library)]
    public static partial DriverStatus cuStreamBeginCapture_v2(nint stream, int mode);

    [LibraryImport(Library)]
    public static partial DriverStatus cuStreamEndCapture(nint stream, out nint graph);

    [LibraryImport(Library)]
    public static partial DriverStatus cuGraphInstantiateWithFlags(out nint executable, nint graph, ulong flags);

    [LibraryImport(Library)]
    public static partial DriverStatus cuGraphLaunch(nint executable, nint stream);

    [LibraryImport(Library)]
    public static partial DriverStatus cuGraphExecDestroy(nint executable);

    [LibraryImport(Library)]
    public static partial DriverStatus cuGraphDestroy(nint graph);

    [LibraryImport(Library)]
    public static partial DriverStatus cuTensorMapEncodeTiled(
        void* map, int type, uint rank, ulong address, ulong* extents, ulong* strides, uint* box, uint* steps, int interleave, int swizzle, int promotion, int fill);
}
