using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Compiler.Measuring.Cuda;

/// <summary>A worker as its user sees it. Once it has ended, by itself or not, it is of no more use.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    /// <exception cref="DiagnosticException">It does not start (MCF5302, exit 4).</exception>
    public WorkerProcess(WorkerProgram program)
    {
        var start = new ProcessStartInfo(program.File, program.Arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw MeasuringErrors.WorkerMissing(program.File, error.Message);
        }

        // What is not read would stop it once the pipe is full.
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
    }

    public bool HasEnded { get; private set; }

    /// <summary>Asks, and waits for the answer; null if the worker ended without one, or took longer than the limit and was ended.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the worker was ended.</exception>
    public WorkerReply? Ask(WorkerRequest request, TimeSpan limit, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(limit);
        try
        {
            _process.StandardInput.WriteLine(WorkerJson.Line(request));
            _process.StandardInput.Flush();
            var line = _process.StandardOutput.ReadLineAsync(end.Token).AsTask().GetAwaiter().GetResult();
            var reply = line is null ? null : JsonSerializer.Deserialize(line, WorkerJson.Default.WorkerReply);
            if (reply is null or { Ends: true }) End();
            return reply;
        }
        catch (OperationCanceledException)
        {
            End();
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
        catch (Exception error) when (error is IOException or JsonException)
        {
            End();
            return null;
        }
    }

    public void Dispose()
    {
        if (!HasEnded) _process.StandardInput.Close();
        if (!HasEnded && !_process.WaitForExit(TimeSpan.FromSeconds(2))) End();
        _process.Dispose();
    }

    private void End()
    {
        HasEnded = true;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }
}
