using System.Globalization;
using MCFuser.Core;
using MCFuser.Core.Tensors;

namespace MCFuser.Codegen.Interpreter;

/// <summary>
/// Compares outputs with the reference. Floats: the norm of the difference is at most tolerance times the norm of the reference, and no
/// element differs by more than 10 * tolerance * rms(reference), so that a few wrong ones cannot hide. Where the reference is NaN or
/// infinite the output is the same, and those elements leave the norms; any other NaN or infinity fails; where the whole reference is 0
/// the output is exactly 0. Where the output's type cannot hold the reference it counts as infinite, and an infinite output is right
/// also where a value as close as required would be stored as infinity. Half the smallest number of the output's type is no difference:
/// so much is lost where a value is stored that is next to 0. Integers and truth values are equal exactly.
/// </summary>
public static class NumericCheck
{
    /// <summary>Compares all outputs at the positions that the reference has.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">An output is missing or has another type or shape (MCF3004).</exception>
    public static CheckResult Compare(IReadOnlyDictionary<string, TensorData> outputs, Reference reference, double tolerance) =>
        reference.Outputs
            .Select(r => outputs.TryGetValue(r.Name, out var actual) ? Compare(actual, r, tolerance) : throw Mismatch(r, "missing"))
            .Aggregate((x, y) => x.And(y));

    /// <summary>Compares one output at the positions that the reference has.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">The output has another type or shape (MCF3004).</exception>
    public static CheckResult Compare(TensorData actual, ReferenceTensor reference, double tolerance)
    {
        if (actual.Type != reference.Type || actual.Shape != reference.Shape)
            throw Mismatch(reference, $"{actual.Type.Text()}{actual.Shape}");

        var (type, values) = (reference.Type, reference.Values);
        var (square, finite) = (0.0, 0L);
        foreach (var value in values.Span)
        {
            if (!IsHeld(type, value)) continue;
            square += value * value;
            finite++;
        }

        var rms = finite == 0 ? 0 : Math.Sqrt(square / finite);
        var limit = type.IsFloat() ? 10 * tolerance * rms : 0;
        var (errorSquare, largest, largestAt, failedAt) = (0.0, 0.0, 0, -1);
        for (var i = 0; i < values.Length; i++)
        {
            var (expected, got) = (Expected(reference, i), actual[(int)reference.OffsetOf(i)]);
            if (failedAt < 0 && !Fits(type, expected, got, limit)) failedAt = i;
            var error = Difference(type, expected, got);
            if (!IsHeld(type, expected) || !double.IsFinite(error)) continue;
            errorSquare += error * error;
            if (error > largest) (largest, largestAt) = (error, i);
        }

        var relative = errorSquare == 0 ? 0 : square == 0 ? double.MaxValue : Math.Sqrt(errorSquare / square);
        var passed = failedAt < 0 && relative <= tolerance;
        var failure = passed ? null : Describe(actual, reference, failedAt < 0 ? largestAt : failedAt);
        return new CheckResult(largest, relative, tolerance, passed, failure);
    }

    private static bool IsHeld(DataType type, double value) => double.IsFinite(Storage.Round(type, value));

    /// <summary>Written so that a NaN output fits a NaN reference only.</summary>
    private static bool Fits(DataType type, double expected, double got, double limit) =>
        !double.IsFinite(expected) ? got.Equals(expected)
        : double.IsInfinity(got) ? Storage.Round(type, expected + Math.CopySign(limit, got)).Equals(got)
        : Difference(type, expected, got) <= limit;

    private static double Difference(DataType type, double expected, double got) =>
        Math.Max(0, Math.Abs(got - expected) - (Storage.Smallest(type) / 2));

    private static double Expected(ReferenceTensor reference, int number)
    {
        var value = reference.Values.Span[number];
        return reference.Type.IsFloat() ? value : Storage.Round(reference.Type, value);
    }

    private static string Describe(TensorData actual, ReferenceTensor reference, int number)
    {
        var place = string.Join(", ", reference.PositionOf(number).Select(p => p.ToString(CultureInfo.InvariantCulture)));
        var (got, expected) = (actual[(int)reference.OffsetOf(number)], Expected(reference, number));
        return string.Create(CultureInfo.InvariantCulture, $"{reference.Name}[{place}] is {got:G9}, the reference {expected:G9}");
    }

    private static Core.Diagnostics.DiagnosticException Mismatch(ReferenceTensor reference, string actual) =>
        InterpreterErrors.OutputMismatch(reference.Name, $"{reference.Type.Text()}{reference.Shape}", actual);
}
