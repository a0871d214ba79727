using System.CommandLine;
namespace MCFuser.Cli.Commands;
internal sealed class CompileCommand : Command
{
    public CompileCommand() : base("compile", "x") {}
}
