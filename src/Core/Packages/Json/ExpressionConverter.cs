using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Json;

namespace MCFuser.Core.Packages.Json;

/// <summary>An expression as a string, an integer as a number; either is read for both.</summary>
internal sealed class ExpressionConverter : JsonConverter<ManifestExpression>
{
    public override ManifestExpression Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader);

    public override void Write(Utf8JsonWriter writer, ManifestExpression value, JsonSerializerOptions options)
    {
        var isNumber = long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (isNumber) writer.WriteNumberValue(number);
        else writer.WriteStringValue(value.Text);
    }

    public static ManifestExpression Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number >= 0)
            return new ManifestExpression(number);
        if (reader.TokenType != JsonTokenType.String) throw JsonErrors.Unexpected("an integer or an expression is expected");
        try
        {
            return new ManifestExpression(reader.GetString()!);
        }
        catch (DiagnosticException error)
        {
            throw JsonErrors.Wrapped(error);
        }
    }
}
