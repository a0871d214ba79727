using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MCFuser.Runtime.Cpu.Contractions;

/// <summary>48 elements in three registers of 512 bits.</summary>
internal unsafe struct Slice512x3 : ISlice<Slice512x3>
{
    private Vector512<float> _a, _b, _c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice512x3 Load(float* address) => new()
    {
        _a = Vector512.Load(address),
        _b = Vector512.Load(address + 16),
        _c = Vector512.Load(address + 32),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Slice512x3 slice, float* address)
    {
        slice._a.Store(address);
        slice._b.Store(address + 16);
        slice._c.Store(address + 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice512x3 Add(Slice512x3 left, Slice512x3 right) => new()
    {
        _a = left._a + right._a,
        _b = left._b + right._b,
        _c = left._c + right._c,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice512x3 MultiplyAdd(float factor, Slice512x3 right, Slice512x3 sum)
    {
        var factors = Vector512.Create(factor);
        return new()
        {
            _a = Vector512.FusedMultiplyAdd(factors, right._a, sum._a),
            _b = Vector512.FusedMultiplyAdd(factors, right._b, sum._b),
            _c = Vector512.FusedMultiplyAdd(factors, right._c, sum._c),
        };
    }
}
