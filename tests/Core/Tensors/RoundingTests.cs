using MCFuser.Core;
using MCFuser.Core.Tensors;

namespace MCFuser.Tests.Core.Tensors;

/// <summary>Exhaustive over the 65536 patterns of the 16-bit types, ties and their neighbours included.</summary>
public class RoundingTests
{
    private const int HalfInfinity = 0x7C00;
    private const int BFloatInfinity = 0x7F80;

    private static double HalfValue(int bits) => (double)BitConverter.UInt16BitsToHalf((ushort)bits);

    private static double BFloatValue(int bits) => BFloat16.ToSingle((ushort)bits);

    private static int HalfBits(double value) => BitConverter.HalfToUInt16Bits((Half)value);

    [Fact]
    public void Every_f16_pattern_survives_a_round_trip() => RoundTrips(HalfInfinity, HalfValue, HalfBits);

    [Fact]
    public void Every_bf16_pattern_survives_a_round_trip() => RoundTrips(BFloatInfinity, BFloatValue, v => BFloat16.FromDouble(v));

    [Fact]
    public void Every_bf16_pattern_survives_a_round_trip_through_f32() =>
        RoundTrips(BFloatInfinity, BFloatValue, v => BFloat16.FromSingle((float)v));

    [Fact]
    public void Double_to_f16_rounds_once_and_ties_to_even() => Ties(HalfInfinity, HalfValue, HalfBits, 65536);

    [Fact]
    public void Double_to_bf16_rounds_once_and_ties_to_even() =>
        Ties(BFloatInfinity, BFloatValue, v => BFloat16.FromDouble(v), Math.Pow(2, 128));

    [Fact]
    public void Single_to_bf16_ties_to_even()
    {
        for (var bits = 0; bits < BFloatInfinity; bits++)
        {
            var tie = BitConverter.UInt32BitsToSingle(((uint)bits << 16) | 0x8000);
            Assert.Equal(bits + (bits & 1), BFloat16.FromSingle(tie));
            Assert.Equal(bits, BFloat16.FromSingle(MathF.BitDecrement(tie)));
            Assert.Equal(bits + 1, BFloat16.FromSingle(MathF.BitIncrement(tie)));
        }
    }

    [Fact]
    public void NaN_stays_NaN_even_where_its_payload_is_cut_off()
    {
        Assert.True(float.IsNaN(BFloat16.ToSingle(BFloat16.FromSingle(BitConverter.UInt32BitsToSingle(0x7F800001)))));
        Assert.True(float.IsNaN(BFloat16.ToSingle(BFloat16.FromDouble(double.NaN))));
        Assert.True(float.IsNaN(BFloat16.ToSingle(BFloat16.QuietNaN)));
    }

    [Fact]
    public void Values_beyond_f32_become_infinite_or_zero_in_bf16()
    {
        Assert.Equal(float.PositiveInfinity, BFloat16.ToSingle(BFloat16.FromDouble(1e300)));
        Assert.Equal(float.NegativeInfinity, BFloat16.ToSingle(BFloat16.FromDouble(double.NegativeInfinity)));
        Assert.Equal(0, BFloat16.FromDouble(1e-300));
        Assert.Equal(0x8000, BFloat16.FromDouble(-1e-300));
    }

    [Theory]
    [InlineData(DataType.F32, 0.1, 0.10000000149011612)]
    [InlineData(DataType.F16, 0.1, 0.0999755859375)]
    [InlineData(DataType.BF16, 0.1, 0.10009765625)]
    [InlineData(DataType.I32, -2.75, -2)]
    [InlineData(DataType.I32, 1e20, int.MaxValue)]
    [InlineData(DataType.I64, 7.99, 7)]
    [InlineData(DataType.I64, double.NaN, 0)]
    [InlineData(DataType.Bool, 0.25, 1)]
    [InlineData(DataType.Bool, 0, 0)]
    public void A_stored_value_is_what_its_type_holds(DataType type, double value, double expected)
    {
        Assert.Equal(expected, Storage.Round(type, value));
        Assert.Equal(expected, TensorData.FromDoubles("x", type, [], [value])[0]);
    }

    private static void RoundTrips(int infinity, Func<int, double> value, Func<double, int> round)
    {
        for (var bits = 0; bits < 65536; bits++)
        {
            var isNaN = (bits & 0x7FFF) > infinity;
            Assert.Equal(isNaN, double.IsNaN(value(bits)));
            if (isNaN)
                Assert.True((round(value(bits)) & 0x7FFF) > infinity);
            else
                Assert.Equal(bits, round(value(bits)));
        }
    }

    /// <param name="beyond">What the pattern of infinity would be worth were it finite.</param>
    private static void Ties(int infinity, Func<int, double> value, Func<double, int> round, double beyond)
    {
        for (var bits = 0; bits < infinity; bits++)
        {
            var tie = (value(bits) + (bits + 1 == infinity ? beyond : value(bits + 1))) / 2;
            Assert.Equal(bits + (bits & 1), round(tie));
            Assert.Equal(bits, round(Math.BitDecrement(tie)));
            Assert.Equal(bits + 1, round(Math.BitIncrement(tie)));
            Assert.Equal(0x8000 | (bits + (bits & 1)), round(-tie));
            Assert.Equal(0x8000 | bits, round(-Math.BitDecrement(tie)));
        }
    }
}
