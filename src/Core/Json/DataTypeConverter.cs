using System.Text.Json;
using System.Text.Json.Serialization;

namespace MCFuser.Core.Json;

/// <summary>A data type by its name in the chain language.</summary>
internal sealed class DataTypeConverter : JsonConverter<DataType>
{
    private static readonly string Names = string.Join(", ", Enum.GetValues<DataType>().Select(t => t.Text()));

    public override DataType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && DataTypes.TryParse(reader.GetString()!, out var type)) return type;
        throw JsonErrors.Unexpected($"a data type is one of {Names}");
    }

    public override void Write(Utf8JsonWriter writer, DataType value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Text());
}
