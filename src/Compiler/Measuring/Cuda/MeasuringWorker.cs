using System.Text.Json;
using MCFuser.Core.Diagnostics;
using MCFuser.Runtime.Cuda.Driver;

namespace MCFuser.Compiler.Measuring.Cuda;

/// <summary>
/// The process that runs candidates on a GPU, so that one which crashes or hangs costs a candidate and not the search. It ends when its input does, or when the GPU is of no
/// more use to it.
/// </summary>
public static class MeasuringWorker
{
    /// <summary>Answers requests, a line each, until there are no more.</summary>
    public static void Run(TextReader input, TextWriter output)
    {
        using var session = new WorkerSession(CudaDriver.Open);
        while (input.ReadLine() is { } line)
        {
            var reply = Answer(session, line);
            output.WriteLine(WorkerJson.Line(reply));
            output.Flush();
            if (reply.Ends) return;
        }
    }

    private static WorkerReply Answer(WorkerSession session, string line)
    {
        try
        {
            var request = JsonSerializer.Deserialize(line, WorkerJson.Default.WorkerRequest) ?? throw new JsonException("null");
            return session.Answer(request);
        }
        catch (DiagnosticException error)
        {
            var first = error.Diagnostics[0];
            return new WorkerReply(new WorkerError(error.ExitCode, first.Code, first.Problem, first.Advice), session.Current, session.IsBroken);
        }
    }
}
