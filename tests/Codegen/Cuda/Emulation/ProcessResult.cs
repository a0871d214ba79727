using System.Diagnostics;

namespace MCFuser.Tests.Codegen.Cuda.Emulation;

/// <summary>What a child process returned. Not more of them run at once than there are processors.</summary>
/// <param name="ExitCode">Null if it was stopped because its time was over.</param>
internal sealed record ProcessResult(int? ExitCode, string Output, string Error)
{
    private static readonly SemaphoreSlim _slots = new(Environment.ProcessorCount);

    public static async Task<ProcessResult> Run(string program, IEnumerable<string> arguments, TimeSpan limit)
    {
        await _slots.WaitAsync();
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["ASAN_OPTIONS"] = "detect_leaks=0:detect_stack_use_after_return=0";
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            using var time = new CancellationTokenSource(limit);
            try
            {
                await process.WaitForExitAsync(time.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return new ProcessResult(null, await output, await error);
            }

            return new ProcessResult(process.ExitCode, await output, await error);
        }
        finally
        {
            _slots.Release();
        }
    }
}
