using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MCFuser.Runtime.Cpu.Contractions;

/// <summary>16 elements in one register of 512 bits.</summary>
internal unsafe struct Slice512x1 : ISlice<Slice512x1>
{
    private Vector512<float> _a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice512x1 Load(float* address) => new()
    {
        _a = Vector512.Load(address),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Slice512x1 slice, float* address)
    {
        slice._a.Store(address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice512x1 Add(Slice512x1 left, Slice512x1 right) => new()
    {
        _a = left._a + right._a,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Slice512x1 MultiplyAdd(float factor, Slice512x1 right, Slice512x1 sum)
    {
        var factors = Vector512.Create(factor);
        return new()
        {
            _a = Vector512.FusedMultiplyAdd(factors, right._a, sum._a),
        };
    }
}
