namespace MCFuser.Codegen.Interpreter.Pointwise;

/// <summary>
/// erf and erfc by rational minimax approximations in three ranges, with relative errors of some 1e-16 before rounding.
/// Coefficients: W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of Computation 23 (1969).
/// </summary>
internal static class ErrorFunction
{
    private const double SmallRange = 0.46875;
    private const double MiddleRange = 4;
    private const double Vanishing = 30;

    // Each list from the highest power down. Small: erf(x) = x * N(x^2) / D(x^2).
    private static readonly double[] SmallNumerator =
        [1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3];

    private static readonly double[] SmallDenominator =
        [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3];

    // Middle: erfc(x) = exp(-x^2) * N(x) / D(x).
    private static readonly double[] MiddleNumerator =
    [
        2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2,
        8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
    ];

    private static readonly double[] MiddleDenominator =
    [
        1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
        3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
    ];

    // Large: erfc(x) = exp(-x^2) / x * (1 / sqrt(pi) - z * N(z) / D(z)), z = 1 / x^2.
    private static readonly double[] LargeNumerator =
    [
        1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1,
        1.25781726111229246e-1, 1.60837851487422766e-2, 6.58749161529837803e-4,
    ];

    private static readonly double[] LargeDenominator =
        [1, 2.56852019228982242, 1.87295284992346047, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3];

    public static double Erf(double x) => Math.Abs(x) <= SmallRange ? Small(x) : x > 0 ? 1 - Tail(x) : Tail(-x) - 1;

    public static double Erfc(double x) => Math.Abs(x) <= SmallRange ? 1 - Small(x) : x > 0 ? Tail(x) : 2 - Tail(-x);

    private static double Small(double x) => x * Ratio(SmallNumerator, SmallDenominator, x * x);

    /// <summary>erfc of x above the small range; NaN stays NaN.</summary>
    private static double Tail(double x)
    {
        if (x > Vanishing) return 0;
        if (x <= MiddleRange) return Gaussian(x) * Ratio(MiddleNumerator, MiddleDenominator, x);
        var z = 1 / (x * x);
        return Gaussian(x) / x * (1 / Math.Sqrt(Math.PI) - z * Ratio(LargeNumerator, LargeDenominator, z));
    }

    /// <summary>exp(-x^2) with the square split so that its rounding error is not magnified.</summary>
    private static double Gaussian(double x)
    {
        var near = Math.Floor(x * 16) / 16;
        return Math.Exp(-near * near) * Math.Exp(-(x - near) * (x + near));
    }

    private static double Ratio(double[] numerator, double[] denominator, double x) =>
        Polynomial(numerator, x) / Polynomial(denominator, x);

    private static double Polynomial(double[] coefficients, double x)
    {
        var value = 0.0;
        foreach (var coefficient in coefficients) value = value * x + coefficient;
        return value;
    }
}
