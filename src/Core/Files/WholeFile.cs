namespace MCFuser.Core.Files;

/// <summary>Writes files that are never seen half-written: to a temporary name in the same folder, then renamed.</summary>
public static class WholeFile
{
    /// <exception cref="IOException">The file cannot be written; nothing is left behind.</exception>
    public static void Write(string file, Action<Stream> write)
    {
        // A device is not replaced but written to: renaming onto /dev/null would remove it.
        if (Path.GetFullPath(file).StartsWith("/dev/", StringComparison.Ordinal))
        {
            using var device = new FileStream(file, FileMode.Open, FileAccess.Write);
            write(device);
            return;
        }

        var named = new FileInfo(file);
        var target = named.LinkTarget is null ? named.FullName : named.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (Directory.Exists(target)) throw new IOException("it is a folder");
        RequireFolder(target);
        var temporary = $"{target}.{Path.GetRandomFileName()}";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write)) write(stream);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Whether a file could be there at all: to be asked before work that ends in writing it.</summary>
    /// <exception cref="IOException">Its folder does not exist.</exception>
    public static void RequireFolder(string file)
    {
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file)))) throw new IOException("its folder does not exist");
    }
}
