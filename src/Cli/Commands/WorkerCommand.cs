using System.CommandLine;
using MCFuser.Compiler.Measuring.Cuda;

namespace MCFuser.Cli.Commands;

/// <summary>The process in which candidates run on a GPU; started by the search, not by people.</summary>
internal sealed class WorkerCommand : Command
{
    public WorkerCommand()
        : base(WorkerProgram.Command, "Runs candidates on a GPU for a search.")
    {
        Hidden = true;
        SetAction(parsed => MeasuringWorker.Run(Console.In, parsed.InvocationConfiguration.Output));
    }
}
