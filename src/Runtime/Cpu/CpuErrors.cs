using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Runtime.Cpu;

internal static class CpuErrors
{
    public static DiagnosticException IndexOutOfRange(
        string tensor, int dimension, string index, long value, long extent, string position) => new(
        ExitCode.InvalidInput,
        new Diagnostic(
            CpuCodes.IndexOutOfRange,
            $"tensor {tensor}: index {index} is {value} at {position}, outside of dimension {dimension} with extent {extent}",
            "check the values of the index tensor"));

    public static DiagnosticException ScratchTooLarge(string kernel, long bytes, int threads) => new(
        ExitCode.NoLegalSchedule,
        new Diagnostic(
            CpuCodes.ScratchTooLarge,
            $"kernel {kernel} needs {bytes} bytes of scratch memory in each of {threads} threads, more than the machine has",
            "choose smaller tiles or fewer threads"));

    public static DiagnosticException TensorMissing(string kernel, TileBuffer buffer) => new(
        ExitCode.InvalidInput,
        new Diagnostic(
            CpuCodes.TensorMissing,
            $"kernel {kernel} got no tensor {buffer.Name}",
            $"pass one of type {buffer.Type.Text()}"));

    public static DiagnosticException TensorMismatch(string kernel, TileBuffer buffer, long bytes, DataType type, long given) => new(
        ExitCode.InvalidInput,
        new Diagnostic(
            CpuCodes.TensorMismatch,
            $"kernel {kernel} reads tensor {buffer.Name} as {bytes} bytes of {buffer.Type.Text()}, but got {given} bytes of {type.Text()}",
            "pass a tensor of the type and shape that the kernel was compiled for"));

    public static InternalErrorException Broken(string problem, TileProgram program) => new("cpu", problem, program.ToString());
}
