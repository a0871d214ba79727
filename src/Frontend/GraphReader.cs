using System.Text;
using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Frontend.Text;
using MCFuser.Frontend.Verification;

namespace MCFuser.Frontend;

/// <summary>The way in for graphs in the chain language: read, select a chain, apply settings, verify.</summary>
public static class GraphReader
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The verified graphs of a file, in order.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides">Extents given from outside, by axis.</param>
    /// <param name="chain">The one chain to keep, before anything but syntax is checked; null for all.</param>
    /// <exception cref="DiagnosticException">The file cannot be read or its graphs are not valid.</exception>
    public static EquatableArray<OperatorGraph> ReadFile(
        string path, IReadOnlyDictionary<string, long>? overrides = null, string? chain = null) =>
        ReadText(LoadText(path), path, overrides, chain);

    /// <summary>The verified graphs of a text, in order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="overrides">Extents given from outside, by axis.</param>
    /// <param name="chain">The one chain to keep, before anything but syntax is checked; null for all.</param>
    /// <exception cref="DiagnosticException">The graphs are not valid.</exception>
    public static EquatableArray<OperatorGraph> ReadText(
        string text, string file, IReadOnlyDictionary<string, long>? overrides = null, string? chain = null)
    {
        var parsed = Select(TextFront.Parse(text, file), chain, file);
        if (overrides is not null) parsed = GraphSettings.Apply(parsed, overrides);
        return VerifyAll(parsed, file);
    }

    private static EquatableArray<ParsedGraph> Select(EquatableArray<ParsedGraph> graphs, string? chain, string file)
    {
        if (chain is null) return graphs;
        var selected = graphs.Where(g => g.Graph.Name == chain).ToEquatableArray();
        if (selected.Count > 0) return selected;
        var problem = FrontendErrors.UnknownChain(chain, graphs.Select(g => g.Graph.Name));
        throw new DiagnosticException(ExitCode.InvalidInput, problem with { File = file });
    }

    private static EquatableArray<OperatorGraph> VerifyAll(EquatableArray<ParsedGraph> graphs, string file)
    {
        var verified = new List<OperatorGraph>();
        var problems = new List<Diagnostic>();
        foreach (var (graph, map) in graphs)
        {
            try
            {
                verified.Add(GraphVerifier.Verify(graph, map, file));
            }
            catch (DiagnosticException invalid)
            {
                problems.AddRange(invalid.Diagnostics);
            }
        }

        if (problems.Count > 0) throw new DiagnosticException(ExitCode.InvalidInput, problems.Take(Limits.Messages));
        return verified.ToEquatableArray();
    }

    private static string LoadText(string path)
    {
        var bytes = LoadBytes(path);
        if (bytes.Contains((byte)0)) throw Failure(FileErrors.NotText(path));
        try
        {
            var text = Utf8.GetString(bytes);
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        catch (DecoderFallbackException)
        {
            throw Failure(FileErrors.NotText(path));
        }
    }

    /// <summary>Reads no more than the limit, whatever a device or a pipe has to give.</summary>
    private static byte[] LoadBytes(string path)
    {
        if (Directory.Exists(path)) throw Failure(FileErrors.IsFolder(path));
        if (!File.Exists(path)) throw Failure(FileErrors.Missing(path));
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var buffer = new byte[Limits.FileBytes + 1];
            var count = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return count <= Limits.FileBytes ? buffer[..count] : throw Failure(FileErrors.TooLarge(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Failure(FileErrors.Unreadable(path, e.Message));
        }
    }

    private static DiagnosticException Failure(Diagnostic diagnostic) => new(ExitCode.InvalidInput, diagnostic);
}
