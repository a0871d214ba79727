using MCFuser.Core.Files;

namespace MCFuser.Cli.Text;

/// <summary>Files that a command writes its results to: whole or not at all.</summary>
internal static class ResultFile
{
    /// <exception cref="Core.Diagnostics.DiagnosticException">The file cannot be written (exit 1).</exception>
    public static void Write(string file, Action<Stream> write) => Try(file, () => WholeFile.Write(file, write));

    /// <summary>To be asked before work that ends in writing the file.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">There is no such folder (exit 1).</exception>
    public static void RequireFolder(string file) => Try(file, () => WholeFile.RequireFolder(file));

    private static void Try(string file, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw CliErrors.Unwritable(file, e.Message);
        }
    }
}
