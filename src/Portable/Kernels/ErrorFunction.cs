namespace MCFuser.Portable.Kernels;

/// <summary>erf and its complement. Formulas: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6 and 7.1.14.</summary>
internal static class ErrorFunction
{
    /// <summary>From here on the continued fraction converges fast.</summary>
    private const double Far = 3;

    private const double RootOfPi = 1.7724538509055159;

    public static double Erf(double x) => Math.Abs(x) < Far ? Near(x) : 1 - Complement(x);

    /// <summary>1 - erf(x), without cancellation for a large x.</summary>
    public static double Complement(double x)
    {
        var magnitude = Math.Abs(x);
        if (magnitude < Far) return 1 - Near(x);
        var far = RealFunctions.Exp(-x * x) / (RootOfPi * Fraction(magnitude));
        return x > 0 ? far : 2 - far;
    }

    /// <summary>erf(x) by a series of terms of one sign.</summary>
    private static double Near(double x)
    {
        var term = x;
        var sum = x;
        for (var n = 3; n < 100; n += 2)
        {
            term *= 2 * x * x / n;
            sum += term;
        }

        return 2 / RootOfPi * RealFunctions.Exp(-x * x) * sum;
    }

    private static double Fraction(double x)
    {
        var value = x;
        for (var n = 40; n > 0; n--) value = x + n / 2.0 / value;
        return value;
    }
}
