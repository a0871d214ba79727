using System.Text;
using MCFuser.Core;
using MCFuser.Core.Packages;

namespace MCFuser.Codegen.Packages;

/// <summary>A file of a package, by its plain name.</summary>
public sealed record PackageFile(string Name, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>A file of UTF-8.</summary>
    public static PackageFile Text(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));
}

/// <summary>
/// Everything that goes into a package. The manifest lists no files yet: the writer adds them with their hashes.
/// <c>Tuning</c> becomes <c>tuning.json</c>, which holds measurements and is no part of what the hashes cover.
/// </summary>
public sealed record PackageContent(Manifest Manifest, EquatableArray<PackageFile> Files, ReadOnlyMemory<byte>? Tuning = null);
