using System.Diagnostics;
using MCFuser.Cli;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Tests.Support;

/// <summary>What a run of the command line returned.</summary>
public sealed record CommandResult(ExitCode ExitCode, string Output, string Error)
{
    /// <summary>Bad input: the exit code, nothing on the output, one coded line a problem on the error stream, no stack trace.</summary>
    public void AssertFails(ExitCode expected, string code)
    {
        Assert.True(expected == ExitCode, $"expected exit {(int)expected}, got {(int)ExitCode}: {Error}");
        Assert.Empty(Output);
        Assert.Contains($"error {code}: ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
    }

    public CommandResult AssertSucceeds()
    {
        Assert.True(ExitCode == ExitCode.Success, $"exit {(int)ExitCode}: {Error}");
        return this;
    }
}

/// <summary>Runs the command line, in this process or as one of its own.</summary>
public static class CommandLine
{
    /// <summary>The program, to be started with <c>dotnet</c>.</summary>
    public static string Assembly { get; } = typeof(Application).Assembly.Location;

    public static string RuntimeConfiguration { get; } = Path.ChangeExtension(Assembly, ".runtimeconfig.json");

    public static async Task<CommandResult> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await Application.RunAsync(arguments, output, error);
        return new CommandResult((ExitCode)code, output.ToString(), error.ToString());
    }

    public static Task<CommandResult> RunProcess(params string[] arguments) => RunProcess(new Dictionary<string, string>(), [Assembly, .. arguments]);

    /// <summary>Runs <c>dotnet</c> with these arguments and this environment.</summary>
    public static async Task<CommandResult> RunProcess(IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        using var process = Start(environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CommandResult((ExitCode)process.ExitCode, await output, await error);
    }

    public static Process Start(IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Path(""),
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
