using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;

namespace MCFuser.Runtime.Packages;

/// <summary>A kernel package in memory: its manifest, and its files with the bytes that were verified.</summary>
public sealed class KernelPackage
{
    private readonly IReadOnlyDictionary<string, ReadOnlyMemory<byte>> _files;

    internal KernelPackage(string folder, Manifest manifest, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) =>
        (Folder, Manifest, _files) = (folder, manifest, files);

    public string Folder { get; }

    public Manifest Manifest { get; }

    /// <summary>The bytes of a file that the manifest lists.</summary>
    public ReadOnlyMemory<byte> File(string name) => _files[name];

    /// <summary>The extents of all axes.</summary>
    /// <param name="given">Those of the dynamic axes; fixed ones may be repeated.</param>
    /// <exception cref="DiagnosticException">An extent is missing, out of range, or of no axis (MCF4104).</exception>
    public IReadOnlyDictionary<string, long> Extents(IReadOnlyDictionary<string, long> given)
    {
        var unknown = given.Keys.Order(StringComparer.Ordinal).FirstOrDefault(name => !Manifest.Axes.Any(a => a.Name == name));
        if (unknown is not null) throw PackageErrors.AxisUnknown(Folder, unknown, Manifest.Axes.Select(a => a.Name));
        return Manifest.Axes.ToDictionary(a => a.Name, axis =>
        {
            if (!given.TryGetValue(axis.Name, out var extent))
                return axis.IsFixed ? axis.Min : throw PackageErrors.ExtentMissing(Folder, axis);
            return extent >= axis.Min && extent <= axis.Max ? extent : throw PackageErrors.ExtentOutside(Folder, axis, extent);
        });
    }

    /// <summary>The first variant whose guard holds.</summary>
    /// <param name="extents">Those of all axes, from <see cref="Extents"/>.</param>
    /// <exception cref="DiagnosticException">No guard holds (MCF4105), or one has no value (MCF0031).</exception>
    public ManifestVariant Variant(IReadOnlyDictionary<string, long> extents) =>
        Manifest.Variants.FirstOrDefault(v => v.Guard?.Holds(extents) ?? true) ?? throw PackageErrors.NoVariant(Folder, extents);
}
