using System.Security.Cryptography;
using System.Text;
using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;

namespace MCFuser.Codegen.Packages;

/// <summary>
/// Writes a kernel package: a folder with the files, <c>manifest.json</c> and perhaps <c>tuning.json</c>. The folder appears whole or
/// not at all,
/// and the same content gives the same bytes.
/// </summary>
public static class KernelPackageWriter
{
    public const string TuningFile = "tuning.json";

    /// <param name="folder">The package's own folder; folders above it are made, a package in it is replaced.</param>
    /// <exception cref="DiagnosticException">The folder cannot be written (MCF3101) or holds something else (MCF3102); exit 1, nothing
    /// is left behind.</exception>
    /// <exception cref="InternalErrorException">The content is inconsistent.</exception>
    public static void Write(string folder, PackageContent content)
    {
        var files = Files(content);
        PackageFolder.Replace(folder, target =>
        {
            foreach (var file in files) File.WriteAllBytes(Path.Combine(target, file.Name), file.Bytes.Span);
        });
    }

    /// <summary>The manifest with the content's files and their hashes.</summary>
    public static Manifest Manifest(PackageContent content) => content.Manifest with
    {
        Files = content.Files.OrderBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => new ManifestFile(f.Name, Convert.ToHexStringLower(SHA256.HashData(f.Bytes.Span))))
            .ToEquatableArray(),
    };

    private static List<PackageFile> Files(PackageContent content)
    {
        var manifest = Manifest(content);
        var text = manifest.Write();
        string[] problems = [.. manifest.Problems(), .. Repeated(manifest)];
        if (problems.Length > 0)
            throw new InternalErrorException("kernel package", string.Join("; ", problems), Encoding.UTF8.GetString(text));
        List<PackageFile> files = [.. content.Files, new PackageFile(Core.Packages.Manifest.FileName, text)];
        if (content.Tuning is { } tuning) files.Add(new PackageFile(TuningFile, tuning));
        return files;
    }

    private static IEnumerable<string> Repeated(Manifest manifest) =>
        manifest.Files.Select(f => f.Name).Append(Core.Packages.Manifest.FileName).Append(TuningFile)
            .GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => $"the file {g.Key} stands twice");
}
