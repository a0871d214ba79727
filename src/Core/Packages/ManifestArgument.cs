using System.Text.Json.Serialization;
using MCFuser.Core.Json;

namespace MCFuser.Core.Packages;

/// <summary>What a launch passes for one parameter of its kernel.</summary>
public abstract record ManifestArgument;

/// <summary>The address of a tensor, 64 bits.</summary>
public sealed record ParameterArgument : ManifestArgument
{
    public required string Parameter { get; init; }
}

/// <summary>The address of a workspace, by its number, 64 bits.</summary>
public sealed record WorkspaceArgument : ManifestArgument
{
    public required int Workspace { get; init; }
}

/// <summary>The extent of an axis.</summary>
public sealed record AxisArgument : ManifestArgument
{
    public required string Axis { get; init; }

    [JsonPropertyName("dtype")]
    [JsonConverter(typeof(DataTypeConverter))]
    public required DataType Type { get; init; }
}

/// <summary>A constant.</summary>
public sealed record ScalarArgument : ManifestArgument
{
    public required double Scalar { get; init; }

    [JsonPropertyName("dtype")]
    [JsonConverter(typeof(DataTypeConverter))]
    public required DataType Type { get; init; }
}

/// <summary>A tensor map made on the host, 128 bytes by value.</summary>
public sealed record TensorMapArgument : ManifestArgument
{
    public required TensorMap TensorMap { get; init; }
}

/// <summary>How bulk copies see a tensor: the box of one copy in elements, innermost dimension last, and the swizzle in shared
/// memory.</summary>
public sealed record TensorMap
{
    public required string Parameter { get; init; }

    [JsonConverter(typeof(EquatableArrayConverter<int>))]
    public required EquatableArray<int> Box { get; init; }

    /// <summary><c>none</c>, <c>32B</c>, <c>64B</c> or <c>128B</c>.</summary>
    public required string Swizzle { get; init; }
}
