using ILGPU;

namespace MCFuser.Portable.Kernels;

/// <summary>
/// Functions that devices have in no form that needs a driver alone, or in single precision only: power series after a reduction of the argument, with relative errors far
/// below those of f32.
/// </summary>
internal static class RealFunctions
{
    private const double Log2Upper = 6.93147180369123816490e-01, Log2Lower = 1.90821492927058770002e-10;
    private const double QuarterTurnUpper = 1.57079632673412561417e+00, QuarterTurnLower = 6.07710050650619224932e-11;

    public static double Exp(double x)
    {
        if (x > 709.7) return double.PositiveInfinity;
        if (x < -708) return 0;
        var power = Math.Floor(x * 1.4426950408889634 + 0.5);
        var rest = x - power * Log2Upper - power * Log2Lower;
        var sum = 1.0;
        for (var n = 13; n > 0; n--) sum = 1 + sum * rest / n;
        return sum * Interop.IntAsFloat((ulong)((long)power + 1023) << 52);
    }

    public static double Log(double x)
    {
        if (!(x > 0)) return x == 0 ? double.NegativeInfinity : double.NaN;
        if (double.IsPositiveInfinity(x)) return x;
        var bits = (long)Interop.FloatAsInt(x);
        var power = (double)((bits >> 52) - 1023);
        var mantissa = Interop.IntAsFloat((ulong)((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000));
        if (mantissa > 1.4142135623730951) (mantissa, power) = (mantissa / 2, power + 1);
        // 2 artanh of a number below 0.172.
        var t = (mantissa - 1) / (mantissa + 1);
        var sum = 0.0;
        for (var n = 21; n > 0; n -= 2) sum = sum * t * t + 1.0 / n;
        return 2 * t * sum + power * Log2Lower + power * Log2Upper;
    }

    public static double Sigmoid(double x) => 1 / (1 + Exp(-x));

    public static double Tanh(double x)
    {
        if (Math.Abs(x) < 0.01) return x * (1 - x * x * (1.0 / 3 - x * x * (2.0 / 15)));
        return 1 - 2 / (1 + Exp(2 * x));
    }

    /// <summary>The sine of an angle and so many quarter turns more.</summary>
    public static double Sin(double x, int quarters)
    {
        if (double.IsInfinity(x)) return double.NaN;
        var turns = Math.Floor(x / QuarterTurnUpper + 0.5);
        var rest = x - turns * QuarterTurnUpper - turns * QuarterTurnLower;
        var quarter = ((long)turns + quarters) & 3;
        var isCosine = (quarter & 1) != 0;
        var sum = 1.0;
        for (var n = isCosine ? 16 : 17; n > 1; n -= 2) sum = 1 - sum * rest * rest / (n * (n - 1));
        if (!isCosine) sum *= rest;
        return quarter < 2 ? sum : -sum;
    }

    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1) return 1;
        if (x == 0) return y < 0 ? double.PositiveInfinity : y > 0 ? 0 : double.NaN;
        var magnitude = Exp(y * Log(Math.Abs(x)));
        if (x > 0) return magnitude;
        var half = y / 2;
        return Math.Floor(y) != y ? double.NaN : Math.Floor(half) == half ? magnitude : -magnitude;
    }
}
