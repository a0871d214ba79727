namespace MCFuser.Codegen.Interpreter;

/// <summary>
/// The verdict on outputs. The errors are finite always: elements that have no finite difference leave them and show in
/// <see cref="Passed"/> and <see cref="FirstFailure"/>; a relative error to a reference of nothing but 0 is <see cref="double.MaxValue"/>.
/// </summary>
/// <param name="MaxAbsError">The largest difference to the reference.</param>
/// <param name="RelativeError">The norm of the difference over the norm of the reference.</param>
/// <param name="FirstFailure">Where and what was wrong first, or where the difference is largest if only the norm is too large.</param>
public sealed record CheckResult(double MaxAbsError, double RelativeError, double Tolerance, bool Passed, string? FirstFailure)
{
    /// <summary>The verdict on both: the larger errors, passed if both did.</summary>
    public CheckResult And(CheckResult other) => new(
        Math.Max(MaxAbsError, other.MaxAbsError),
        Math.Max(RelativeError, other.RelativeError),
        Math.Max(Tolerance, other.Tolerance),
        Passed && other.Passed,
        FirstFailure ?? other.FirstFailure);
}
