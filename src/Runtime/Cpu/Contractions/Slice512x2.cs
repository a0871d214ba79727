using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MCFuser.Runtime.Cpu.Contractions;

/// <summary>32 elements in two registers of 512 bits.</summary>
internal unsafe struct Slice512x2 : ISlice<Slice512x2>
{
    private Vector512<float> _a, _b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice512x2 Load(float* address) => new()
    {
        _a = Vector512.Load(address),
        _b = Vector512.Load(address + 16),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Slice512x2 slice, float* address)
    {
        slice._a.Store(address);
        slice._b.Store(address + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice512x2 Add(Slice512x2 left, Slice512x2 right) => new()
    {
        _a = left._a + right._a,
        _b = left._b + right._b,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice512x2 MultiplyAdd(float factor, Slice512x2 right, Slice512x2 sum)
    {
        var factors = Vector512.Create(factor);
        return new()
        {
            _a = Vector512.FusedMultiplyAdd(factors, right._a, sum._a),
            _b = Vector512.FusedMultiplyAdd(factors, right._b, sum._b),
        };
    }
}
