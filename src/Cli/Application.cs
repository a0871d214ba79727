using System.CommandLine;
using System.CommandLine.Invocation;
using MCFuser.Cli.Commands;
using MCFuser.Cli.Options;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Cli;

/// <summary>
/// The program: finds the command, runs it and turns whatever happens into an exit code (<see cref="ExitCode"/>).
/// Results go to the output, everything else to the error writer.
/// </summary>
public static class Application
{
    internal const string TraceVariable = "MCFUSER_TRACE";

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Fuses chains of memory-bound compute-intensive operators into one kernel each.")
        {
            new RunCommand(), new CompileCommand(), new TuneCommand(), new ExplainCommand(), new BenchCommand(), new DevicesCommand(), new WorkerCommand(), new CorrelateCommand(),
        };
        var parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            error.WriteLine(UsageProblem.Of(parsed));
            return (int)ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception)
        {
            return (int)Report(exception, error);
        }
    }

    private static ExitCode Report(Exception exception, TextWriter error)
    {
        if (exception is DiagnosticException { Diagnostics: var diagnostics, ExitCode: var code })
        {
            foreach (var diagnostic in diagnostics) error.WriteLine(diagnostic);
            return code;
        }

        if (exception is OperationCanceledException)
        {
            error.WriteLine("mcfuser: cancelled");
            return ExitCode.Cancelled;
        }

        error.WriteLine(CliErrors.Internal($"{exception.GetType().Name}: {exception.Message}"));
        if (exception is InternalErrorException broken) error.WriteLine(broken.IntermediateRepresentation);
        if (Environment.GetEnvironmentVariable(TraceVariable) == "1") error.WriteLine(exception.StackTrace);
        return ExitCode.Internal;
    }
}
