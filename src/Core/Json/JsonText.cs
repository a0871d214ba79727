using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Core.Json;

/// <summary>Reads and writes JSON the way all our files are written: fields in a fixed order, two spaces, line feeds, nothing unknown
/// and nothing missing.</summary>
internal static class JsonText
{
    public static JsonSerializerOptions NewOptions() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        // Guards have < and && in them; the files are never embedded in HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
    };

    /// <param name="schema">The number that the field <c>schema</c> must have; null where the file has no such field.</param>
    /// <exception cref="DiagnosticException">The text is no JSON, of another schema, or has a field too few or too many.</exception>
    public static T Read<T>(ReadOnlySpan<byte> text, string file, JsonTypeInfo<T> type, int? schema)
    {
        try
        {
            if (schema is { } expected && Schema(text) is var found && found != expected) throw JsonErrors.Schema(file, found, expected);
            return JsonSerializer.Deserialize(text, type) ?? throw JsonErrors.Unexpected("null");
        }
        catch (JsonException error)
        {
            throw JsonErrors.From(error, file);
        }
    }

    /// <summary>Reads a value inside of another, for converters. The serializer's own way would count the lines of a message from the
    /// start of the value.</summary>
    public static T ReadValue<T>(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        var converter = (JsonConverter<T>)options.GetTypeInfo(typeof(T)).Converter;
        return converter.Read(ref reader, typeof(T), options) ?? throw JsonErrors.Unexpected("null");
    }

    public static byte[] Write<T>(T value, JsonTypeInfo<T> type) => [.. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n'];

    /// <summary>Read before anything else: another schema may have other fields.</summary>
    private static int? Schema(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw JsonErrors.Unexpected("an object is expected");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSchema = reader.ValueTextEquals("schema"u8);
            reader.Read();
            if (isSchema) return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var schema) ? schema : null;
            reader.Skip();
        }

        return null;
    }
}
