using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MCFuser.Runtime.Cpu.Contractions;

/// <summary>16 elements in two registers of 256 bits.</summary>
internal unsafe struct Slice256x2 : ISlice<Slice256x2>
{
    private Vector256<float> _a, _b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice256x2 Load(float* address) => new()
    {
        _a = Vector256.Load(address),
        _b = Vector256.Load(address + 8),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Slice256x2 slice, float* address)
    {
        slice._a.Store(address);
        slice._b.Store(address + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice256x2 Add(Slice256x2 left, Slice256x2 right) => new()
    {
        _a = left._a + right._a,
        _b = left._b + right._b,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice256x2 MultiplyAdd(float factor, Slice256x2 right, Slice256x2 sum)
    {
        var factors = Vector256.Create(factor);
        return new()
        {
            _a = Vector256.FusedMultiplyAdd(factors, right._a, sum._a),
            _b = Vector256.FusedMultiplyAdd(factors, right._b, sum._b),
        };
    }
}
