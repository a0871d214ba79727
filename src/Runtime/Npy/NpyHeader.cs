using System.Globalization;
using System.Text;
using MCFuser.Core;

namespace MCFuser.Runtime.Npy;

/// <summary>
/// What stands before the elements: magic, version, the length of the dictionary, the dictionary.
/// Format: "A simple file format for NumPy arrays" (NumPy enhancement proposal 1).
/// </summary>
internal sealed record NpyHeader(string Descriptor, bool FortranOrder, EquatableArray<long> Shape)
{
    private const int Alignment = 64;
    private const int MaximumLength = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads up to the first element.</summary>
    public static NpyHeader Read(Stream stream, string file)
    {
        Span<byte> start = stackalloc byte[Magic.Length + 2];
        Fill(stream, start, file);
        if (!start.StartsWith(Magic)) throw NpyErrors.NotNpy(file, "it does not begin with the magic string");
        var version = start[Magic.Length];
        if (version is not (1 or 2)) throw NpyErrors.NotNpy(file, FormattableString.Invariant($"it has version {version}"));

        Span<byte> size = stackalloc byte[version == 1 ? 2 : 4];
        Fill(stream, size, file);
        var length = 0L;
        for (var i = size.Length - 1; i >= 0; i--) length = (length << 8) | size[i];
        if (length > MaximumLength) throw NpyErrors.NotNpy(file, FormattableString.Invariant($"its header has {length} bytes"));

        var text = new byte[length];
        Fill(stream, text, file);
        return new NpyHeaderParser(Encoding.Latin1.GetString(text), file).Parse();
    }

    /// <summary>The bytes of a version 1 header, padded so that the elements begin at a multiple of 64.</summary>
    public byte[] ToBytes()
    {
        var extents = string.Join(", ", Shape.Select(e => e.ToString(CultureInfo.InvariantCulture)));
        var tuple = Shape.Count == 1 ? $"({extents},)" : $"({extents})";
        var text = $"{{'descr': '{Descriptor}', 'fortran_order': {(FortranOrder ? "True" : "False")}, 'shape': {tuple}, }}";
        var fixedBytes = Magic.Length + 4;
        var padding = (Alignment - (fixedBytes + text.Length + 1) % Alignment) % Alignment;
        var body = Encoding.ASCII.GetBytes(text + new string(' ', padding) + "\n");
        return [.. Magic, 1, 0, (byte)body.Length, (byte)(body.Length >> 8), .. body];
    }

    private static void Fill(Stream stream, Span<byte> bytes, string file)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw NpyErrors.NotNpy(file, "it ends within its header");
    }
}
