namespace MCFuser.Core.Devices;

/// <summary>The codes of messages about devices.</summary>
public static class DeviceCodes
{
    public const string Unknown = "MCF0040";
    public const string ArchUnknown = "MCF0041";
}
