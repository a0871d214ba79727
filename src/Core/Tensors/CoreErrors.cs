using MCFuser.Core.Diagnostics;

namespace MCFuser.Core.Tensors;

public static class CoreErrors
{
    public static DiagnosticException TensorTooLarge(string tensor, DataType type, EquatableArray<long> shape) => new(
        ExitCode.InvalidInput,
        new Diagnostic(
            CoreCodes.TensorTooLarge,
            $"tensor {tensor}: {type.Text()}{shape} needs more than the {Array.MaxLength} bytes that one tensor in memory may have",
            "make one of its axes shorter, for example with --set"));
}
