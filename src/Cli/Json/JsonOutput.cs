using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MCFuser.Core.Files;

namespace MCFuser.Cli.Json;

/// <summary>The objects that <c>--json</c> prints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n",
    Converters = [typeof(DeviceKindConverter)])]
[JsonSerializable(typeof(RunJson))]
[JsonSerializable(typeof(ExplainJson))]
[JsonSerializable(typeof(DevicesJson))]
[JsonSerializable(typeof(CompileJson))]
[JsonSerializable(typeof(TuneJson))]
internal sealed partial class JsonOutput : JsonSerializerContext
{
    /// <summary>The version of all of them.</summary>
    public const int Schema = 1;

    /// <exception cref="Core.Diagnostics.DiagnosticException">The file cannot be written (exit 1).</exception>
    public static void WriteFile<T>(string file, T value, JsonTypeInfo<T> type) =>
        Try(file, () => WholeFile.Write(file, stream => JsonSerializer.Serialize(stream, value, type)));

    /// <summary>To be asked before work that ends in writing the file.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">There is no such folder (exit 1).</exception>
    public static void RequireFolder(string file) => Try(file, () => WholeFile.RequireFolder(file));

    public static void Write<T>(TextWriter output, T value, JsonTypeInfo<T> type) => output.WriteLine(JsonSerializer.Serialize(value, type));

    private static void Try(string file, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CliErrors.Unwritable(file, e.Message);
        }
    }
}
