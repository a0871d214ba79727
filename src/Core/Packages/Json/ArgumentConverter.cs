using System.Text.Json;
using System.Text.Json.Serialization;
using MCFuser.Core.Json;

namespace MCFuser.Core.Packages.Json;

/// <summary>An argument is told by the field that only its kind has.</summary>
internal sealed class ArgumentConverter : JsonConverter<ManifestArgument>
{
    private static readonly (string Field, Type Type)[] Kinds =
    [
        ("parameter", typeof(ParameterArgument)),
        ("workspace", typeof(WorkspaceArgument)),
        ("axis", typeof(AxisArgument)),
        ("scalar", typeof(ScalarArgument)),
        ("tensorMap", typeof(TensorMapArgument)),
    ];

    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(ManifestArgument);

    public override ManifestArgument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        foreach (var (field, type) in Kinds)
        {
            if (HasField(reader, field)) return (ManifestArgument)JsonSerializer.Deserialize(ref reader, options.GetTypeInfo(type))!;
        }

        throw JsonErrors.Unexpected($"an argument has one of the fields {string.Join(", ", Kinds.Select(k => k.Field))}");
    }

    public override void Write(Utf8JsonWriter writer, ManifestArgument value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, options.GetTypeInfo(value.GetType()));

    /// <summary>Looks ahead with a copy of the reader.</summary>
    private static bool HasField(Utf8JsonReader reader, string field)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(field)) return true;
            reader.Read();
            reader.Skip();
        }

        return false;
    }
}
