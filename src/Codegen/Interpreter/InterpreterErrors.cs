using MCFuser.Core;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Codegen.Interpreter;

public static class InterpreterErrors
{
    public static DiagnosticException InputMissing(string tensor, string graph) =>
        Error(InterpreterCodes.InputMissing, $"input {tensor} of {graph} has no values", $"give a tensor named {tensor}");

    public static DiagnosticException InputMismatch(string tensor, string expected, string actual) =>
        Error(InterpreterCodes.InputMismatch, $"input {tensor} is {actual} where {expected} is declared", $"give {tensor} as {expected}");

    public static DiagnosticException IndexOutside(string read, string index, string place, double value, long extent) =>
        Error(
            InterpreterCodes.IndexOutside,
            FormattableString.Invariant($"index {index} of {read} is {value}{place}, outside of 0..{extent - 1}"),
            "keep the values that index a dimension within its extent");

    public static DiagnosticException ReferenceTooLarge(string tensor, EquatableArray<long> shape) =>
        Error(
            InterpreterCodes.ReferenceTooLarge,
            $"the reference needs {shape} elements of {tensor}, more than fit in memory",
            "make an axis shorter, for example with --set, or run without the check");

    public static DiagnosticException OutputMismatch(string tensor, string expected, string actual) =>
        Error(
            InterpreterCodes.OutputMismatch,
            $"output {tensor} to be checked is {actual}, the reference is {expected}",
            $"give {tensor} as {expected}");

    private static DiagnosticException Error(string code, string problem, string advice) =>
        new(ExitCode.InvalidInput, new Diagnostic(code, problem, advice));
}
