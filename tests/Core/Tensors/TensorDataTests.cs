using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Tensors;

namespace MCFuser.Tests.Core.Tensors;

public class TensorDataTests
{
    [Fact]
    public void Elements_are_row_major_and_little_endian()
    {
        var tensor = TensorData.FromDoubles("x", DataType.I32, [2, 2], [1, 2, 3, 0x01020304]);
        Assert.Equal([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 3, 2, 1], tensor.Bytes.ToArray());
        Assert.Equal([1f, 2f, 3f, 0x01020304], tensor.ToSingles());
    }

    [Theory]
    [InlineData(DataType.F16)]
    [InlineData(DataType.BF16)]
    [InlineData(DataType.F32)]
    public void Poisoned_floats_are_NaN(DataType type)
    {
        var tensor = new TensorData("x", type, [5]);
        tensor.Poison();
        Assert.All(tensor.ToDoubles(), v => Assert.True(double.IsNaN(v)));
    }

    [Theory]
    [InlineData(DataType.I32)]
    [InlineData(DataType.I64)]
    [InlineData(DataType.Bool)]
    public void Poisoned_integers_and_truth_values_are_neither_0_nor_1(DataType type)
    {
        var tensor = new TensorData("x", type, [5]);
        tensor.Poison();
        Assert.All(tensor.ToDoubles(), v => Assert.True(v is not 0 and not 1));
    }

    [Fact]
    public void A_scalar_has_one_element_and_an_empty_tensor_none()
    {
        Assert.Equal(1, new TensorData("x", DataType.F32, []).Count);
        Assert.Equal(0, new TensorData("x", DataType.F32, [long.MaxValue, 0]).Count);
    }

    [Fact]
    public void A_tensor_beyond_the_limits_of_arrays_is_refused()
    {
        var error = Assert.Throws<DiagnosticException>(() => new TensorData("W", DataType.F32, [1L << 31, 1L << 31, 1L << 31]));
        Assert.Equal(ExitCode.InvalidInput, error.ExitCode);
        Assert.Equal(CoreCodes.TensorTooLarge, Assert.Single(error.Diagnostics).Code);
        Assert.Contains("W", error.Message);
    }

    [Fact]
    public void Bytes_of_the_wrong_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => new TensorData("x", DataType.F16, [3], new byte[5]));
}
