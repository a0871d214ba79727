using MCFuser.Core;
using MCFuser.Core.Packages;
using MCFuser.Tests.Codegen.Cuda.Fixtures;

namespace MCFuser.Tests.Codegen.Cuda;

/// <summary>clang has no library of device functions; those that our header brings are right to f32, also at the ends of their ranges.</summary>
public class ClangMathTests
{
    private static readonly double[] _special = [0, 1, -1, 0.5, -0.5, 2, -2, 3, 20.5, -20.5, 88, -88, 100, -100, 1e-6, -1e-6, 1e-30, 1e30, double.PositiveInfinity, double.NegativeInfinity, double.NaN];

    public static TheoryData<string, Func<double, double, double>> Functions => new()
    {
        { "expf(x)", (x, _) => Math.Exp(x) },
        { "logf(x)", (x, _) => Math.Log(x) },
        { "tanhf(x)", (x, _) => Math.Tanh(x) },
        { "sqrtf(x)", (x, _) => Math.Sqrt(x) },
        { "rsqrtf(x)", (x, _) => 1 / Math.Sqrt(x) },
        { "sinf(fabsf(x) < 1000.f ? x : 0.f)", (x, _) => Math.Sin(Math.Abs(x) < 1000 ? x : 0) },
        { "cosf(fabsf(x) < 1000.f ? x : 0.f)", (x, _) => Math.Cos(Math.Abs(x) < 1000 ? x : 0) },
        { "floorf(x)", (x, _) => Math.Floor(x) },
        { "truncf(x)", (x, _) => Math.Truncate(x) },
        { "ceilf(x)", (x, _) => Math.Ceiling(x) },
        { "erff(x)", (x, _) => Erf(x) },
        { "powf(x, y)", Math.Pow },
    };

    [Theory]
    [MemberData(nameof(Functions), DisableDiscoveryEnumeration = true)]
    public void A_function_is_right(string call, Func<double, double, double> reference)
    {
        var random = new Random(5);
        double[] x = [.. _special.SelectMany(v => Enumerable.Repeat(v, 6)), .. Enumerable.Range(0, 1000).Select(_ => Round((20 * random.NextDouble()) - 10))];
        double[] y = [.. _special.SelectMany(_ => (double[])[0, 1, 2, -3, 0.5, -0.25]), .. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? i % 7 - 3 : Round((6 * random.NextDouble()) - 3))];
        var text = $"extern \"C\" __global__ void f(const float* a, const float* b, float* z, int n) {{\n  const int i = blockIdx.x * 128 + threadIdx.x;\n  if (i >= n) return;\n  const float x = a[i], y = b[i];\n  z[i] = {call};\n}}\n";
        var result = new VectorFixture("f", text, [new AxisArgument { Axis = "n", Type = DataType.I32 }], []).Run(Toolchain.Clang(), x, y);
        Assert.True(result.ExitCode == 0, result.Log);
        for (var i = 0; i < x.Length; i++)
        {
            var (expected, actual) = (Round(reference(Round(x[i]), y[i])), result.Outputs!["z"][i]);
            var isRight = double.IsFinite(expected) ? Math.Abs(actual - expected) <= (1e-6 * Math.Abs(expected)) + 2e-7 : expected.Equals(actual);
            Assert.True(isRight, $"{call} at ({x[i]}, {y[i]}) is {actual:R}, not {expected:R}");
        }
    }

    private static double Round(double value) => (float)value;

    /// <summary>The series without cancellation, DLMF 7.6.2.</summary>
    private static double Erf(double x)
    {
        if (!(Math.Abs(x) < 5)) return double.IsNaN(x) ? x : Math.Sign(x);
        var (sum, term) = (0.0, x);
        for (var n = 0; n < 120; n++) (sum, term) = (sum + term, term * 2 * x * x / ((2 * n) + 3));
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
