namespace MCFuser.Compiler.Measuring.Cuda;

/// <summary>How the measuring worker is started: the command line's program with a command of its own.</summary>
public sealed record WorkerProgram(string File, IReadOnlyList<string> Arguments)
{
    public const string Command = "worker";

    private const string Name = "mcfuser";

    /// <summary>This process if it is the command line, else what lies beside the library.</summary>
    public static WorkerProgram Here { get; } = Find(Environment.ProcessPath, AppContext.BaseDirectory);

    internal static WorkerProgram Find(string? process, string folder)
    {
        if (Path.GetFileNameWithoutExtension(process) == Name) return new WorkerProgram(process!, [Command]);
        var (host, library) = (Path.Combine(folder, Name), Path.Combine(folder, $"{Name}.dll"));
        return System.IO.File.Exists(library) ? new WorkerProgram("dotnet", [library, Command]) : new WorkerProgram(host, [Command]);
    }
}
