using System.Text.Json;
using System.Text.Json.Serialization;

namespace MCFuser.Core.Json;

/// <summary>A list of named items as a JSON object, a field an item; the order stays.</summary>
internal abstract class NamedListConverter<T> : JsonConverter<EquatableArray<T>>
{
    public override EquatableArray<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw JsonErrors.Unexpected("an object is expected");
        var names = new HashSet<string>();
        var items = new List<T>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!names.Add(name)) throw JsonErrors.Unexpected($"the field {name} stands twice");
            reader.Read();
            items.Add(ReadItem(ref reader, name));
        }

        return items.ToEquatableArray();
    }

    public override void Write(Utf8JsonWriter writer, EquatableArray<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var item in value)
        {
            writer.WritePropertyName(Name(item));
            WriteItem(writer, item);
        }

        writer.WriteEndObject();
    }

    protected abstract string Name(T item);

    protected abstract T ReadItem(ref Utf8JsonReader reader, string name);

    protected abstract void WriteItem(Utf8JsonWriter writer, T item);
}
