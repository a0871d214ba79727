using System.Text;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;

namespace MCFuser.Codegen.Packages;

/// <summary>Writes <c>graph.json</c> beside the packages that it names.</summary>
public static class GraphManifestWriter
{
    /// <param name="folder">The folder that holds the packages.</param>
    /// <exception cref="DiagnosticException">The file cannot be written (MCF3101, MCF3102); exit 1, nothing is left behind.</exception>
    /// <exception cref="InternalErrorException">A tensor is used before it is written, or not declared.</exception>
    public static void Write(string folder, GraphManifest manifest)
    {
        var text = manifest.Write();
        var problems = manifest.Problems();
        if (problems.Count > 0)
            throw new InternalErrorException("graph manifest", string.Join("; ", problems), Encoding.UTF8.GetString(text));
        PackageFolder.ReplaceFile(Path.Combine(folder, GraphManifest.FileName), text);
    }
}
