using System.Text.Json.Serialization;
using MCFuser.Core.Json;
using MCFuser.Core.Packages.Json;

namespace MCFuser.Core.Packages;

public enum ParameterDirection
{
    In,
    Out,
}

/// <summary>A tensor that the caller passes. Strides are in elements, the alignment of its first element in bytes.</summary>
public sealed record ManifestParameter
{
    public required string Name { get; init; }

    [JsonPropertyName("dtype")]
    [JsonConverter(typeof(DataTypeConverter))]
    public required DataType Type { get; init; }

    [JsonConverter(typeof(DimensionsConverter))]
    public required EquatableArray<ManifestExpression> Shape { get; init; }

    [JsonConverter(typeof(DimensionsConverter))]
    public required EquatableArray<ManifestExpression> Strides { get; init; }

    public required int Alignment { get; init; }

    [JsonConverter(typeof(DirectionConverter))]
    public required ParameterDirection Direction { get; init; }
}

/// <summary>Device memory that the kernels share and the caller provides; <c>ZeroOnce</c>: filled with zeros before the first
/// launch.</summary>
public sealed record ManifestWorkspace
{
    public required ManifestExpression Bytes { get; init; }

    public required bool ZeroOnce { get; init; }
}
