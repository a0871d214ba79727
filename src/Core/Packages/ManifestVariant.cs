using System.Text.Json.Serialization;
using MCFuser.Core.Json;
using MCFuser.Core.Packages.Json;
using MCFuser.Core.Tiling;

namespace MCFuser.Core.Packages;

/// <summary>One way to compute the chain, for the extents that its guard admits (all of them without one). The launches run in
/// order.</summary>
public sealed record ManifestVariant
{
    public ManifestGuard? Guard { get; init; }

    public required string Tiling { get; init; }

    [JsonConverter(typeof(TilesConverter))]
    public required EquatableArray<AxisTile> Tiles { get; init; }

    [JsonConverter(typeof(EquatableArrayConverter<ManifestLaunch>))]
    public required EquatableArray<ManifestLaunch> Launches { get; init; }
}

/// <summary>
/// One launch of a kernel. On a GPU it has a grid and a block of threads, three numbers each, perhaps a cluster, and dynamic shared memory;
/// on a CPU it has tasks that may run in any order, and scratch memory for each thread.
/// </summary>
public sealed record ManifestLaunch
{
    public required string File { get; init; }

    public required string Entry { get; init; }

    [JsonConverter(typeof(EquatableArrayConverter<ManifestExpression>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<ManifestExpression> Grid { get; init; }

    [JsonConverter(typeof(EquatableArrayConverter<ManifestExpression>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<ManifestExpression> Block { get; init; }

    [JsonConverter(typeof(EquatableArrayConverter<ManifestExpression>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<ManifestExpression> Cluster { get; init; }

    public ManifestExpression? SharedBytes { get; init; }

    public ManifestExpression? Tasks { get; init; }

    public ManifestExpression? ScratchBytes { get; init; }

    /// <summary>In the order of the kernel's parameters.</summary>
    [JsonConverter(typeof(EquatableArrayConverter<ManifestArgument>))]
    public required EquatableArray<ManifestArgument> Args { get; init; }
}
