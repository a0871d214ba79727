using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace MCFuser.Cli.Json;

/// <summary>The objects that <c>--json</c> prints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n",
    Converters = [typeof(DeviceKindConverter)])]
[JsonSerializable(typeof(RunJson))]
[JsonSerializable(typeof(PortableJson))]
[JsonSerializable(typeof(ExplainJson))]
[JsonSerializable(typeof(DevicesJson))]
[JsonSerializable(typeof(CompileJson))]
[JsonSerializable(typeof(TuneJson))]
[JsonSerializable(typeof(BenchJson))]
[JsonSerializable(typeof(CorrelateJson))]
internal sealed partial class JsonOutput : JsonSerializerContext
{
    /// <summary>The version of all of them.</summary>
    public const int Schema = 1;

    public static void Write<T>(TextWriter output, T value, JsonTypeInfo<T> type) => output.WriteLine(JsonSerializer.Serialize(value, type));
}
