using MCFuser.Core.Packages;

namespace MCFuser.Codegen.Packages;

/// <summary>Puts folders and files in place in one step: written under a temporary name beside the target, then renamed.</summary>
internal static class PackageFolder
{
    public static void Replace(string folder, Action<string> write) => Guarded(folder, path =>
    {
        if (File.Exists(path)) throw PackageErrors.NotReplaceable(folder, "a file");
        if (IsForeign(path)) throw PackageErrors.NotReplaceable(folder, "a folder that is no kernel package");
        var temporary = Beside(path);
        try
        {
            Directory.CreateDirectory(temporary);
            write(temporary);
            Swap(temporary, path);
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    });

    public static void ReplaceFile(string file, byte[] bytes) => Guarded(file, path =>
    {
        if (Directory.Exists(path)) throw PackageErrors.NotReplaceable(file, "a folder");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = Beside(path);
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    });

    /// <summary>The old folder steps aside only when the new one is complete, and comes back if that cannot take its place.</summary>
    private static void Swap(string written, string path)
    {
        if (!Directory.Exists(path))
        {
            Directory.Move(written, path);
            return;
        }

        var old = Beside(path);
        Directory.Move(path, old);
        try
        {
            Directory.Move(written, path);
        }
        catch
        {
            Directory.Move(old, path);
            throw;
        }

        Directory.Delete(old, recursive: true);
    }

    /// <summary>A folder with content that is not ours to remove.</summary>
    private static bool IsForeign(string path) =>
        Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !File.Exists(Path.Combine(path, Manifest.FileName));

    private static string Beside(string path) => $"{path}.{Path.GetRandomFileName()}";

    private static void Guarded(string target, Action<string> action)
    {
        try
        {
            action(Path.TrimEndingDirectorySeparator(Path.GetFullPath(target)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw PackageErrors.Unwritable(target, error.Message);
        }
    }
}
