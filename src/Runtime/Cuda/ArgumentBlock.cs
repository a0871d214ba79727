using System.Runtime.InteropServices;
using MCFuser.Core;
using MCFuser.Core.Packages;
using MCFuser.Core.Tensors;
using MCFuser.Runtime.Cuda.Driver;

namespace MCFuser.Runtime.Cuda;

/// <summary>The arguments of one launch in memory that does not move, each at an address that suits every type.</summary>
internal sealed unsafe class ArgumentBlock : IDisposable
{
    /// <summary>A tensor map is the largest argument and wants the largest alignment.</summary>
    private const int Slot = TensorMaps.Bytes;

    private readonly byte* _memory;
    private readonly nint[] _addresses;

    public ArgumentBlock(int count)
    {
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)(Slot * Math.Max(count, 1)), Slot);
        _addresses = [.. Enumerable.Range(0, count).Select(i => (nint)(_memory + (i * Slot)))];
    }

    public ReadOnlySpan<nint> Addresses => _addresses;

    public void Address(int index, ulong value) => Write(index, value);

    public void Number(int index, DataType type, double value)
    {
        switch (type)
        {
            case DataType.I32: Write(index, (int)value); break;
            case DataType.I64: Write(index, (long)value); break;
            case DataType.F32: Write(index, (float)value); break;
            case DataType.F16: Write(index, (Half)value); break;
            case DataType.BF16: Write(index, BFloat16.FromDouble(value)); break;
            default: Write(index, value != 0 ? (byte)1 : (byte)0); break;
        }
    }

    public void Map(int index, CudaDevice device, TensorMap map, ManifestParameter parameter, IReadOnlyDictionary<string, long> extents, ulong address) =>
        TensorMaps.Encode((void*)_addresses[index], device, map, parameter, extents, address);

    public void Dispose() => NativeMemory.AlignedFree(_memory);

    private void Write<T>(int index, T value)
        where T : unmanaged => *(T*)_addresses[index] = value;
}
