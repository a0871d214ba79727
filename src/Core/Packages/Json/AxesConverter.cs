using System.Text.Json;
using MCFuser.Core.Json;

namespace MCFuser.Core.Packages.Json;

/// <summary><c>"n": 512</c> for a fixed axis, <c>"m": { "min": 1, "max": 4096 }</c> for a dynamic one.</summary>
internal sealed class AxesConverter : NamedListConverter<ManifestAxis>
{
    protected override string Name(ManifestAxis item) => item.Name;

    protected override ManifestAxis ReadItem(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return new ManifestAxis(name, Integer(ref reader), Integer(ref reader));
        var (min, max) = (0L, 0L);
        var fields = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMin = reader.ValueTextEquals("min"u8);
            if (!isMin && !reader.ValueTextEquals("max"u8))
                throw JsonErrors.Unexpected($"axis {name} has the unknown field {reader.GetString()}");
            fields++;
            reader.Read();
            if (isMin) min = Integer(ref reader);
            else max = Integer(ref reader);
        }

        if (fields != 2 || min == 0 || max < min) throw JsonErrors.Unexpected($"axis {name} needs one min and one max, in order");
        return new ManifestAxis(name, min, max);
    }

    protected override void WriteItem(Utf8JsonWriter writer, ManifestAxis item)
    {
        if (item.IsFixed)
        {
            writer.WriteNumberValue(item.Min);
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("min"u8, item.Min);
        writer.WriteNumber("max"u8, item.Max);
        writer.WriteEndObject();
    }

    private static long Integer(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) && value > 0
            ? value
            : throw JsonErrors.Unexpected("an extent is a positive integer");
}
