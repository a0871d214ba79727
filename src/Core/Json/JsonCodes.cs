namespace MCFuser.Core.Json;

/// <summary>The codes of messages about JSON files: manifests and device descriptions.</summary>
public static class JsonCodes
{
    public const string Malformed = "MCF0020";
    public const string FieldMissing = "MCF0021";
    public const string FieldUnknown = "MCF0022";
    public const string SchemaUnknown = "MCF0023";
}
