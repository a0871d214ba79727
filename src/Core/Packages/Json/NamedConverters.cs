using System.Text.Json;
using System.Text.Json.Serialization;
using MCFuser.Core.Json;
using MCFuser.Core.Tiling;

namespace MCFuser.Core.Packages.Json;

internal sealed class TilesConverter : NamedListConverter<AxisTile>
{
    protected override string Name(AxisTile item) => item.Axis;

    protected override AxisTile ReadItem(ref Utf8JsonReader reader, string name) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var size) && size > 0
            ? new AxisTile(name, size)
            : throw JsonErrors.Unexpected("a tile size is a positive integer");

    protected override void WriteItem(Utf8JsonWriter writer, AxisTile item) => writer.WriteNumberValue(item.Size);
}

internal sealed class FilesConverter : NamedListConverter<ManifestFile>
{
    protected override string Name(ManifestFile item) => item.Name;

    protected override ManifestFile ReadItem(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.String) throw JsonErrors.Unexpected("a hash is a string");
        return new ManifestFile(name, reader.GetString()!);
    }

    protected override void WriteItem(Utf8JsonWriter writer, ManifestFile item) => writer.WriteStringValue(item.Sha256);
}

internal sealed class DirectionConverter()
    : JsonStringEnumConverter<ParameterDirection>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
