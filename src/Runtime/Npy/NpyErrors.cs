using MCFuser.Core;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Runtime.Npy;

public static class NpyErrors
{
    public static DiagnosticException Unreadable(string file, string reason) =>
        Error(NpyCodes.Unreadable, file, $"cannot be read: {reason}", "name a .npy file that exists and may be read");

    public static DiagnosticException NotNpy(string file, string reason) =>
        Error(NpyCodes.NotNpy, file, $"is no .npy file of version 1 or 2: {reason}", "write it with numpy.save");

    public static DiagnosticException FortranOrder(string file) =>
        Error(NpyCodes.FortranOrder, file, "is in Fortran order", "save numpy.ascontiguousarray(x)");

    public static DiagnosticException BigEndian(string file, string descriptor) =>
        Error(NpyCodes.BigEndian, file, $"holds big-endian elements ({descriptor})", "save x.astype(x.dtype.newbyteorder('<'))");

    public static DiagnosticException ObjectType(string file) =>
        Error(NpyCodes.ObjectType, file, "holds Python objects", "save an array of numbers");

    public static DiagnosticException WrongType(string file, string tensor, DataType type, string accepted, string actual) =>
        Error(NpyCodes.WrongType, file, $"holds elements of type {actual} where {tensor} is {type.Text()}", $"save {accepted}");

    public static DiagnosticException WrongShape(string file, string tensor, EquatableArray<long> expected, EquatableArray<long> actual) =>
        Error(
            NpyCodes.WrongShape,
            file,
            $"has shape {actual} where {tensor} has {expected}",
            "reshape the array, or set the axes to its shape with --set");

    public static DiagnosticException Truncated(string file, long missing) =>
        Error(NpyCodes.Truncated, file, FormattableString.Invariant($"ends {missing} bytes early"), "write it again");

    public static DiagnosticException ExtraBytes(string file) =>
        Error(NpyCodes.ExtraBytes, file, "goes on after its last element", "write it again, one array a file");

    public static DiagnosticException OutOfRange(string file, string tensor, long value) =>
        Error(
            NpyCodes.OutOfRange,
            file,
            FormattableString.Invariant($"holds {value}, which {tensor} of type i32 cannot"),
            "declare the tensor as i64");

    public static DiagnosticException Unwritable(string file, string reason) =>
        Error(NpyCodes.Unwritable, file, $"cannot be written: {reason}", "name a file in a folder that exists and may be written to");

    /// <summary>Whether an exception tells of the file system or the file's name, and so is the user's to mend.</summary>
    internal static bool IsFileProblem(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static DiagnosticException Error(string code, string file, string problem, string advice) =>
        new(ExitCode.InvalidInput, new Diagnostic(code, $"the file {problem}", advice, file));
}
