using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MCFuser.Runtime.Cpu.Contractions;

/// <summary>16 elements in four registers of 128 bits.</summary>
internal unsafe struct Slice128x4 : ISlice<Slice128x4>
{
    private Vector128<float> _a, _b, _c, _d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice128x4 Load(float* address) => new()
    {
        _a = Vector128.Load(address),
        _b = Vector128.Load(address + 4),
        _c = Vector128.Load(address + 8),
        _d = Vector128.Load(address + 12),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Slice128x4 slice, float* address)
    {
        slice._a.Store(address);
        slice._b.Store(address + 4);
        slice._c.Store(address + 8);
        slice._d.Store(address + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice128x4 Add(Slice128x4 left, Slice128x4 right) => new()
    {
        _a = left._a + right._a,
        _b = left._b + right._b,
        _c = left._c + right._c,
        _d = left._d + right._d,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice128x4 MultiplyAdd(float factor, Slice128x4 right, Slice128x4 sum)
    {
        var factors = Vector128.Create(factor);
        return new()
        {
            _a = Vector128.FusedMultiplyAdd(factors, right._a, sum._a),
            _b = Vector128.FusedMultiplyAdd(factors, right._b, sum._b),
            _c = Vector128.FusedMultiplyAdd(factors, right._c, sum._c),
            _d = Vector128.FusedMultiplyAdd(factors, right._d, sum._d),
        };
    }
}
