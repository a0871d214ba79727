using System.Security.Cryptography;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;

namespace MCFuser.Runtime.Packages;

/// <summary>Opens what the compiler wrote: the folder of a kernel package, or the <c>graph.json</c> beside several.</summary>
public static class KernelPackageReader
{
    /// <summary>Reads a package and compares every file with its hash in the manifest.</summary>
    /// <exception cref="DiagnosticException">
    /// A file is missing (MCF4101), unreadable (MCF4102) or edited (MCF4103), or the manifest is bad (MCF0020 to MCF0032); exit 1.
    /// </exception>
    public static KernelPackage Open(string folder)
    {
        var place = Path.Combine(folder, Manifest.FileName);
        var manifest = Manifest.Read(Bytes(place), place);
        var files = manifest.Files.ToDictionary(f => f.Name, f => Verified(Path.Combine(folder, f.Name), f.Sha256));
        return new KernelPackage(folder, manifest, files);
    }

    /// <summary>The graphs whose packages lie in a folder; a kernel's package is the folder of its name there.</summary>
    /// <exception cref="DiagnosticException">The file is missing (MCF4101), unreadable (MCF4102) or bad (MCF0020 to MCF0032); exit
    /// 1.</exception>
    public static GraphManifest OpenGraphs(string folder)
    {
        var place = Path.Combine(folder, GraphManifest.FileName);
        return GraphManifest.Read(Bytes(place), place);
    }

    private static ReadOnlyMemory<byte> Verified(string file, string hash)
    {
        var bytes = Bytes(file);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == hash ? bytes : throw PackageErrors.Edited(file);
    }

    private static byte[] Bytes(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw PackageErrors.Missing(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw PackageErrors.Unreadable(file, error.Message);
        }
    }
}
