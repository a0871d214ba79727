using System.Text.Json;
using System.Text.Json.Serialization;
using MCFuser.Core.Json;

namespace MCFuser.Core.Packages.Json;

/// <summary>Shapes and strides: always strings, so that a list has items of one kind.</summary>
internal sealed class DimensionsConverter : JsonConverter<EquatableArray<ManifestExpression>>
{
    public override EquatableArray<ManifestExpression> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw JsonErrors.Unexpected("a list is expected");
        var items = new List<ManifestExpression>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(ExpressionConverter.Read(ref reader));
        return items.ToEquatableArray();
    }

    public override void Write(Utf8JsonWriter writer, EquatableArray<ManifestExpression> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var item in value) writer.WriteStringValue(item.Text);
        writer.WriteEndArray();
    }
}
