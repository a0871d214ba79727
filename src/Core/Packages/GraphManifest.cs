using System.Text.Json.Serialization;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Json;
using MCFuser.Core.Packages.Json;

namespace MCFuser.Core.Packages;

/// <summary>
/// The file <c>graph.json</c> beside kernel packages: for each compiled graph the packages to launch, in order, and the tensors that
/// connect them.
/// </summary>
public sealed record GraphManifest
{
    public const int CurrentSchema = 1;

    public const string FileName = "graph.json";

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The version of the compiler that wrote the file.</summary>
    public required string Compiler { get; init; }

    [JsonConverter(typeof(EquatableArrayConverter<PackagedGraph>))]
    public required EquatableArray<PackagedGraph> Graphs { get; init; }

    /// <exception cref="DiagnosticException">MCF0020 to MCF0023, MCF0030, MCF0032; exit 1.</exception>
    public static GraphManifest Read(ReadOnlySpan<byte> text, string file)
    {
        var manifest = JsonText.Read(text, file, PackageJson.GraphManifests, CurrentSchema);
        var problems = manifest.Problems();
        return problems.Count == 0 ? manifest : throw ManifestErrors.Inconsistent(file, problems);
    }

    /// <summary>What is inconsistent, a text a problem; empty if nothing is.</summary>
    public IReadOnlyList<string> Problems() => GraphManifestVerifier.Problems(this);

    /// <summary>The file as UTF-8: the same graphs give the same bytes.</summary>
    public byte[] Write() => JsonText.Write(this, PackageJson.GraphManifests);
}

/// <summary>One graph: what the caller passes, what the kernels pass on to each other, and the kernels in data-flow order.</summary>
public sealed record PackagedGraph
{
    public required string Graph { get; init; }

    [JsonConverter(typeof(AxesConverter))]
    public required EquatableArray<ManifestAxis> Axes { get; init; }

    [JsonConverter(typeof(EquatableArrayConverter<PackagedTensor>))]
    public required EquatableArray<PackagedTensor> Inputs { get; init; }

    [JsonConverter(typeof(EquatableArrayConverter<PackagedTensor>))]
    public required EquatableArray<PackagedTensor> Outputs { get; init; }

    /// <summary>The tensors that one kernel writes to memory and another reads, and that are no outputs.</summary>
    [JsonConverter(typeof(EquatableArrayConverter<PackagedTensor>))]
    public required EquatableArray<PackagedTensor> Materialised { get; init; }

    [JsonConverter(typeof(EquatableArrayConverter<PackagedKernel>))]
    public required EquatableArray<PackagedKernel> Kernels { get; init; }
}

/// <summary>A dense, row-major tensor.</summary>
public sealed record PackagedTensor
{
    public required string Name { get; init; }

    [JsonPropertyName("dtype")]
    [JsonConverter(typeof(DataTypeConverter))]
    public required DataType Type { get; init; }

    [JsonConverter(typeof(DimensionsConverter))]
    public required EquatableArray<ManifestExpression> Shape { get; init; }
}

/// <summary>A kernel: the folder of its package, and the tensors of the graph that it reads and writes, in the order of the package's
/// parameters.</summary>
public sealed record PackagedKernel
{
    public required string Package { get; init; }

    [JsonConverter(typeof(EquatableArrayConverter<string>))]
    public required EquatableArray<string> Inputs { get; init; }

    [JsonConverter(typeof(EquatableArrayConverter<string>))]
    public required EquatableArray<string> Outputs { get; init; }
}
