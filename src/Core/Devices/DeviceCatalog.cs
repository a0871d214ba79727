using MCFuser.Core.Diagnostics;
using MCFuser.Core.Json;

namespace MCFuser.Core.Devices;

/// <summary>The GPUs whose descriptions come with the compiler, <c>Devices/*.json</c>. The CPU at hand is not among them: it describes
/// itself.</summary>
public static class DeviceCatalog
{
    private const string Folder = "Devices/";

    /// <summary>The device meant where only an architecture is named: an architecture alone does not say how many processors or how
    /// much bandwidth.</summary>
    private static readonly (string Arch, string Device)[] Defaults =
        [("sm_80", "a100"), ("sm_86", "rtx3080"), ("sm_89", "rtx4090"), ("sm_90", "h100"), ("sm_90a", "h100")];

    private static readonly Lazy<EquatableArray<DeviceSpec>> Devices = new(ReadAll);

    /// <summary>In order of name.</summary>
    public static EquatableArray<DeviceSpec> All => Devices.Value;

    /// <exception cref="DiagnosticException">There is no such device (MCF0040, exit 4).</exception>
    public static DeviceSpec Find(string name) =>
        All.FirstOrDefault(d => d.Name == name) ?? throw DeviceErrors.Unknown(name, All.Select(d => d.Name));

    /// <summary>The device meant by an architecture.</summary>
    /// <exception cref="DiagnosticException">There is no such architecture (MCF0041, exit 4).</exception>
    public static DeviceSpec ForArch(string arch) =>
        Find(Defaults.FirstOrDefault(d => d.Arch == arch).Device ?? throw DeviceErrors.ArchUnknown(arch, Defaults.Select(d => d.Arch)));

    /// <param name="text">UTF-8, a JSON object with every field of <see cref="DeviceSpec"/> in camel case.</param>
    /// <param name="file">For messages.</param>
    /// <exception cref="DiagnosticException">The text is no such description (MCF0020 to MCF0022, exit 1).</exception>
    public static DeviceSpec Read(ReadOnlySpan<byte> text, string file) => JsonText.Read(text, file, DeviceJson.Devices, schema: null);

    private static EquatableArray<DeviceSpec> ReadAll()
    {
        var assembly = typeof(DeviceCatalog).Assembly;
        var names = assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal));
        return names.Order(StringComparer.Ordinal).Select(name => Read(assembly.GetManifestResourceStream(name)!, name)).ToEquatableArray();
    }

    private static DeviceSpec Read(Stream stream, string name)
    {
        using var bytes = new MemoryStream();
        using (stream) stream.CopyTo(bytes);
        return Read(bytes.ToArray(), name);
    }
}
