using System.Text.Json.Serialization;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Json;
using MCFuser.Core.Packages.Json;

namespace MCFuser.Core.Packages;

/// <summary>
/// What a kernel package says of itself: enough to launch its kernels without the compiler. Shapes, grids and sizes are expressions
/// over the axes.
/// The fields of the file stand in the order of the properties.
/// </summary>
public sealed record Manifest
{
    public const int CurrentSchema = 1;

    public const string FileName = "manifest.json";

    public int Schema { get; init; } = CurrentSchema;

    public required string Chain { get; init; }

    /// <summary>The version of the compiler that wrote the package.</summary>
    public required string Compiler { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public required string Target { get; init; }

    /// <summary><c>x64-v4</c>, <c>sm_80</c> and so on.</summary>
    public required string Arch { get; init; }

    [JsonConverter(typeof(AxesConverter))]
    public required EquatableArray<ManifestAxis> Axes { get; init; }

    [JsonConverter(typeof(EquatableArrayConverter<ManifestParameter>))]
    public required EquatableArray<ManifestParameter> Parameters { get; init; }

    [JsonConverter(typeof(EquatableArrayConverter<ManifestWorkspace>))]
    public required EquatableArray<ManifestWorkspace> Workspaces { get; init; }

    /// <summary>The first whose guard holds is taken.</summary>
    [JsonConverter(typeof(EquatableArrayConverter<ManifestVariant>))]
    public required EquatableArray<ManifestVariant> Variants { get; init; }

    /// <summary>Every file of the package but the manifest and <c>tuning.json</c>, in order of name.</summary>
    [JsonConverter(typeof(FilesConverter))]
    public required EquatableArray<ManifestFile> Files { get; init; }

    /// <summary>Reads a manifest and checks that it is consistent.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="file">For messages.</param>
    /// <exception cref="DiagnosticException">MCF0020 to MCF0023, MCF0030, MCF0032; exit 1.</exception>
    public static Manifest Read(ReadOnlySpan<byte> text, string file)
    {
        var manifest = JsonText.Read(text, file, PackageJson.Manifests, CurrentSchema);
        var problems = manifest.Problems();
        return problems.Count == 0 ? manifest : throw ManifestErrors.Inconsistent(file, problems);
    }

    /// <summary>What is inconsistent, a text a problem; empty if nothing is.</summary>
    public IReadOnlyList<string> Problems() => ManifestVerifier.Problems(this);

    /// <summary>The manifest as UTF-8: the same manifest gives the same bytes.</summary>
    public byte[] Write() => JsonText.Write(this, PackageJson.Manifests);
}
