using System.CommandLine;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Cli.Options;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class UsageProblem
{
    public static Diagnostic Of(ParseResult parsed)
    {
        // Of several errors the unknown word is the cause: the command that is missing too is the one misspelt.
        var error = parsed.UnmatchedTokens.Count > 0 ? $"unrecognized command or argument '{parsed.UnmatchedTokens[0]}'" : parsed.Errors[0].Message;
        var problem = string.Join(' ', error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        return CliErrors.Usage(char.ToLowerInvariant(problem[0]) + problem[1..], Path(parsed));
    }

    private static string Path(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        return command is RootCommand ? "mcfuser" : $"mcfuser {command.Name}";
    }
}
