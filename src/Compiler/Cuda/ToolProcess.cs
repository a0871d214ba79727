using System.Diagnostics;

namespace MCFuser.Compiler.Cuda;

/// <summary>Runs a compiler as a process of its own, in a folder that goes away with it.</summary>
internal sealed class ToolProcess : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mcfuser-");

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder.FullName, file), text);

    /// <summary>Null if the tool did not write it.</summary>
    public ReadOnlyMemory<byte>? Read(string file) =>
        Path.Combine(_folder.FullName, file) is var path && File.Exists(path) ? File.ReadAllBytes(path) : (ReadOnlyMemory<byte>?)null;

    /// <summary>Runs a program in the folder; it ends when the caller is cancelled.</summary>
    /// <returns>Whether it returned 0, and all that it printed.</returns>
    public (bool Succeeded, string Log) Run(string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        using var stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return (process.ExitCode == 0, output.Result + error);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
