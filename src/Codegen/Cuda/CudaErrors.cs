using MCFuser.Core.Diagnostics;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda;

internal static class CudaErrors
{
    public static DiagnosticException Unsupported(TileProgram program, string what) => Refused(
        CudaCodes.Unsupported, program, $"the schedule is not possible on CUDA: {what}", "choose another tiling or other tile sizes, leave them to the search, or use run --portable, which needs no schedule");

    public static DiagnosticException SharedMemory(TileProgram program, long bytes, long limit) => Refused(
        CudaCodes.SharedMemory, program, $"the kernel needs {bytes} bytes of shared memory, a block has {limit}", "choose smaller tiles, fewer stages or another device");

    public static InternalErrorException Broken(string problem, TileProgram program) => new("CUDA lowering", problem, program.ToString());

    private static DiagnosticException Refused(string code, TileProgram program, string problem, string advice) =>
        new(ExitCode.NoLegalSchedule, new Diagnostic(code, $"{program.Name}: {problem}", advice));
}
