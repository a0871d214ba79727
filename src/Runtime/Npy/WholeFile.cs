namespace MCFuser.Runtime.Npy;

/// <summary>Writes files that are never seen half-written: to a temporary name in the same folder, then renamed.</summary>
internal static class WholeFile
{
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
        if (!Directory.Exists(Path.GetDirectoryName(target))) throw new IOException("its folder does not exist");
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
}
