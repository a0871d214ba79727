using MCFuser.Codegen.Interpreter;
using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Tensors;

namespace MCFuser.Tests.Codegen.Interpreter;

public class NumericCheckTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    [Fact]
    public void Errors_are_measured_as_specified()
    {
        var result = Check([3, 4], [3.03, 4.04], 0.02);
        Assert.Equal(0.04, result.MaxAbsError, 1e-6);
        Assert.Equal(0.01, result.RelativeError, 1e-6);
        Assert.Equal(0.02, result.Tolerance);
        Assert.True(result.Passed);
        Assert.Null(result.FirstFailure);
        Assert.False(Check([3, 4], [3.03, 4.04], 0.009).Passed);
    }

    [Theory]
    [InlineData(new[] { 1, NaN, 2 }, new[] { 1, NaN, 2 }, true)]
    [InlineData(new[] { 1, NaN, 2 }, new[] { 1, 1.5, 2 }, false)]
    [InlineData(new[] { 1, 1.0, 2 }, new[] { 1, NaN, 2 }, false)]
    [InlineData(new[] { NaN }, new[] { NaN }, true)]
    [InlineData(new[] { NaN }, new[] { Inf }, false)]
    [InlineData(new[] { 1, Inf, -Inf }, new[] { 1, Inf, -Inf }, true)]
    [InlineData(new[] { 1, Inf }, new[] { 1, -Inf }, false)]
    [InlineData(new[] { 1, Inf }, new[] { 1, 3e38 }, false)]
    [InlineData(new[] { 1, 2.0 }, new[] { 1, Inf }, false)]
    [InlineData(new[] { 1, -Inf }, new[] { 1, NaN }, false)]
    [InlineData(new[] { 0.0, 0 }, new[] { 0.0, -0.0 }, true)]
    [InlineData(new[] { 0.0, 0 }, new[] { 0.0, 1e-30 }, false)]
    [InlineData(new[] { 0.0, NaN }, new[] { 1e-30, NaN }, false)]
    [InlineData(new[] { 0.0, 0 }, new[] { 0.0, NaN }, false)]
    [InlineData(new[] { 1e200, 1 }, new[] { Inf, 1 }, true)]
    [InlineData(new[] { 1e200, 1 }, new[] { -Inf, 1 }, false)]
    [InlineData(new[] { 1e200, 1 }, new[] { NaN, 1 }, false)]
    [InlineData(new[] { 1e200, 1 }, new[] { Inf, 1.1 }, false)]
    [InlineData(new[] { 1e200, 1 }, new[] { 3e38, 1 }, false)]
    public void Special_values(double[] reference, double[] output, bool passed)
    {
        var result = Check(reference, output, 1e-5);
        Assert.Equal(passed, result.Passed);
        Assert.Equal(passed, result.FirstFailure is null);
        Assert.True(double.IsFinite(result.MaxAbsError) && double.IsFinite(result.RelativeError));
    }

    [Theory]
    [InlineData(65519, Inf, true)]
    [InlineData(65525, 65504, true)]
    [InlineData(70000, Inf, true)]
    [InlineData(-70000, -Inf, true)]
    [InlineData(60000, Inf, false)]
    [InlineData(70000, 65504, false)]
    [InlineData(70000, -Inf, false)]
    [InlineData(Inf, 65504, false)]
    public void What_f16_cannot_hold_is_infinite(double reference, double output, bool passed)
    {
        var actual = TensorData.FromDoubles("Y", DataType.F16, [2], [output, 5000]);
        Assert.Equal(passed, NumericCheck.Compare(actual, Reference(DataType.F16, [2], [reference, 5000]), 2e-3).Passed);
    }

    [Theory]
    [InlineData(2e-8, 0, true)]
    [InlineData(8e-8, 5.9604645e-8, true)]
    [InlineData(2e-8, 1.1920929e-7, false)]
    [InlineData(0, 5.9604645e-8, false)]
    [InlineData(1e-6, 0, false)]
    public void What_f16_holds_next_to_0_is_a_multiple_of_its_smallest_number(double reference, double output, bool passed)
    {
        var actual = TensorData.FromDoubles("Y", DataType.F16, [1], [output]);
        Assert.Equal(passed, NumericCheck.Compare(actual, Reference(DataType.F16, [1], [reference]), 1e-2).Passed);
    }

    [Fact]
    public void Elements_that_are_not_finite_leave_the_norms()
    {
        Assert.Equal(Check([1, 2], [1, 2.5], 1).RelativeError, Check([1, NaN, 2, Inf], [1, NaN, 2.5, Inf], 1).RelativeError, 1e-15);
        Assert.False(Check([1, Inf], [1.01, Inf], 1e-3).Passed);
    }

    [Fact]
    public void A_single_wrong_element_in_a_large_tensor_cannot_hide()
    {
        var reference = Enumerable.Range(0, 1_000_000).Select(i => i % 2 == 0 ? 1.0 : -1).ToArray();
        var output = (double[])reference.Clone();
        output[654_321] = 0.9;
        var result = Check(reference, output, 2e-3, [1000, 1000]);
        Assert.True(result.RelativeError < 2e-3);
        Assert.False(result.Passed);
        Assert.Equal("Y[654, 321] is 0.899999976, the reference -1", result.FirstFailure);
    }

    [Fact]
    public void Truth_values_must_be_equal_and_must_have_been_written()
    {
        ReferenceTensor reference = Reference(DataType.Bool, [3], [1, 0, 1]);
        var output = TensorData.FromDoubles("Y", DataType.Bool, [3], [1, 0, 1]);
        Assert.True(NumericCheck.Compare(output, reference, 1).Passed);
        output[1] = 1;
        Assert.Equal("Y[1] is 1, the reference 0", NumericCheck.Compare(output, reference, 1).FirstFailure);
        output.Poison();
        Assert.False(NumericCheck.Compare(output, reference, 1000).Passed);
    }

    [Fact]
    public void A_poisoned_output_fails_at_its_first_element()
    {
        var output = new TensorData("Y", DataType.F16, [2]);
        output.Poison();
        Assert.Equal("Y[0] is NaN, the reference 5", NumericCheck.Compare(output, Reference(DataType.F16, [2], [5, 6]), 1).FirstFailure);
    }

    [Fact]
    public void If_only_the_norm_is_too_large_the_largest_difference_is_named() =>
        Assert.Equal("Y[1] is 1.5, the reference 1", Check([1, 1, 1], [1.25, 1.5, 1.25], 0.1).FirstFailure);

    [Fact]
    public void A_slice_is_compared_at_its_positions_only()
    {
        var graph = Oracle.Graph("chain c(m = 5, n = 4) { input X: f32[m, n] output Y: f32[m, n] = 2 * X[m, n] }");
        var inputs = RandomInputs.Create(graph, 0);
        var slice = Slice.Everything.With("m", PositionSet.Of(5, [1, 4])).With("n", PositionSet.Of(4, [3]));
        var reference = Oracle.Evaluate(graph, inputs, slice);
        var y = new TensorData("Y", DataType.F32, [5, 4]);
        y.Poison();
        (y[7], y[19]) = (2 * inputs["X"][7], 2 * inputs["X"][19]);
        var outputs = new Dictionary<string, TensorData> { ["Y"] = y };
        Assert.True(NumericCheck.Compare(outputs, reference, 1e-5).Passed);
        y[19] += 1;
        Assert.StartsWith("Y[4, 3] is ", NumericCheck.Compare(outputs, reference, 1e-5).FirstFailure);
    }

    [Fact]
    public void Several_outputs_pass_together_or_fail()
    {
        var reference = new Reference([Reference(DataType.F32, [1], [2]), Reference(DataType.F32, [1], [4]) with { Name = "Z" }]);
        Dictionary<string, TensorData> Outputs(double y, double z) => new[] { ("Y", y), ("Z", z) }
            .ToDictionary(o => o.Item1, o => TensorData.FromDoubles(o.Item1, DataType.F32, [1], [o.Item2]));
        Assert.Equal(new CheckResult(0, 0, 0.1, true, null), NumericCheck.Compare(Outputs(2, 4), reference, 0.1));
        var failed = new CheckResult(2, 0.5, 0.1, false, "Z[0] is 6, the reference 4");
        Assert.Equal(failed, NumericCheck.Compare(Outputs(2, 6), reference, 0.1));
        Assert.Equal("Y[0] is 3, the reference 2", NumericCheck.Compare(Outputs(3, 6), reference, 0.1).FirstFailure);
    }

    [Fact]
    public void Missing_or_mismatched_outputs_are_refused()
    {
        var reference = new Reference([Reference(DataType.F32, [2], [1, 2])]);
        foreach (var output in new[] { new TensorData("Z", DataType.F32, [2]), new("Y", DataType.F16, [2]), new("Y", DataType.F32, [3]) })
        {
            var outputs = new Dictionary<string, TensorData> { [output.Name] = output };
            var error = Assert.Throws<DiagnosticException>(() => NumericCheck.Compare(outputs, reference, 1));
            Assert.Equal(InterpreterCodes.OutputMismatch, Assert.Single(error.Diagnostics).Code);
        }
    }

    [Theory]
    [InlineData("f32", "f32", false, 1e-5)]
    [InlineData("f32", "f32", true, 1e-3)]
    [InlineData("f16", "f32", true, 2e-3)]
    [InlineData("f32", "f16", false, 2e-3)]
    [InlineData("f16", "bf16", false, 1.5e-2)]
    [InlineData("bf16", "f32", true, 1.5e-2)]
    [InlineData("i32", "f32", false, 1e-5)]
    public void The_coarsest_type_sets_the_tolerance(string input, string output, bool tf32, double tolerance) =>
        Assert.Equal(
            tolerance, Tolerances.Of(Oracle.Graph($"chain c(m = 2) {{ input X: {input}[m] output Y: {output}[m] = 2 * X[m] }}"), tf32));

    private static CheckResult Check(double[] reference, double[] output, double tolerance, EquatableArray<long>? shape = null)
    {
        var all = shape ?? [reference.Length];
        var actual = TensorData.FromDoubles("Y", DataType.F32, all, output);
        return NumericCheck.Compare(actual, Reference(DataType.F32, all, reference), tolerance);
    }

    private static ReferenceTensor Reference(DataType type, EquatableArray<long> shape, double[] values) =>
        new("Y", type, shape.Select((_, d) => $"a{d}").ToEquatableArray(), shape.Select(PositionSet.All).ToEquatableArray(), values);
}
