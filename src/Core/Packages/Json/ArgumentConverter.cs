using System.Text.Json;
using System.Text.Json.Serialization;
using MCFuser.Core.Json;

namespace MCFuser.Core.Packages.Json;

/// <summary>An argument is told by the field that only its kind has.</summary>
internal sealed class ArgumentConverter : JsonConverter<ManifestArgument>
{
    private static readonly string[] Kinds = ["parameter", "workspace", "axis", "scalar", "tensorMap"];

    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(ManifestArgument);

    public override ManifestArgument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Kind(reader) switch
        {
            "parameter" => JsonText.ReadValue<ParameterArgument>(ref reader, options),
            "workspace" => JsonText.ReadValue<WorkspaceArgument>(ref reader, options),
            "axis" => JsonText.ReadValue<AxisArgument>(ref reader, options),
            "scalar" => JsonText.ReadValue<ScalarArgument>(ref reader, options),
            "tensorMap" => JsonText.ReadValue<TensorMapArgument>(ref reader, options),
            _ => throw JsonErrors.Unexpected($"an argument has one of the fields {string.Join(", ", Kinds)}"),
        };

    public override void Write(Utf8JsonWriter writer, ManifestArgument value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, options.GetTypeInfo(value.GetType()));

    /// <summary>Looks ahead with a copy of the reader.</summary>
    private static string? Kind(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject) return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Array.IndexOf(Kinds, reader.GetString()) is >= 0 and var kind) return Kinds[kind];
            reader.Read();
            reader.Skip();
        }

        return null;
    }
}
