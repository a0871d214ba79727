namespace MCFuser.Portable;

/// <summary>The codes of the messages about the portable path; docs/diagnostics.md says what each means.</summary>
public static class PortableCodes
{
    public const string IndexOutside = "MCF4401";
    public const string DeviceUnusable = "MCF4402";
    public const string DeviceFailed = "MCF4403";
}
