using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MCFuser.Runtime.Cpu.Contractions;

/// <summary>64 elements in four registers of 512 bits.</summary>
internal unsafe struct Slice512x4 : ISlice<Slice512x4>
{
    private Vector512<float> _a, _b, _c, _d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice512x4 Load(float* address) => new()
    {
        _a = Vector512.Load(address),
        _b = Vector512.Load(address + 16),
        _c = Vector512.Load(address + 32),
        _d = Vector512.Load(address + 48),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Slice512x4 slice, float* address)
    {
        slice._a.Store(address);
        slice._b.Store(address + 16);
        slice._c.Store(address + 32);
        slice._d.Store(address + 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice512x4 Add(Slice512x4 left, Slice512x4 right) => new()
    {
        _a = left._a + right._a,
        _b = left._b + right._b,
        _c = left._c + right._c,
        _d = left._d + right._d,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice512x4 MultiplyAdd(float factor, Slice512x4 right, Slice512x4 sum)
    {
        var factors = Vector512.Create(factor);
        return new()
        {
            _a = Vector512.FusedMultiplyAdd(factors, right._a, sum._a),
            _b = Vector512.FusedMultiplyAdd(factors, right._b, sum._b),
            _c = Vector512.FusedMultiplyAdd(factors, right._c, sum._c),
            _d = Vector512.FusedMultiplyAdd(factors, right._d, sum._d),
        };
    }
}
