using System.Text.Json;
using System.Text.Json.Serialization;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Json;

namespace MCFuser.Core.Packages.Json;

internal sealed class GuardConverter : JsonConverter<ManifestGuard>
{
    public override ManifestGuard Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw JsonErrors.Unexpected("a guard is a string");
        try
        {
            return new ManifestGuard(reader.GetString()!);
        }
        catch (DiagnosticException error)
        {
            throw JsonErrors.Wrapped(error);
        }
    }

    public override void Write(Utf8JsonWriter writer, ManifestGuard value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Text);
}
