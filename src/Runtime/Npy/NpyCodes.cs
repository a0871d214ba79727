namespace MCFuser.Runtime.Npy;

/// <summary>The codes of messages about .npy files.</summary>
public static class NpyCodes
{
    public const string Unreadable = "MCF4001";
    public const string NotNpy = "MCF4002";
    public const string FortranOrder = "MCF4003";
    public const string BigEndian = "MCF4004";
    public const string ObjectType = "MCF4005";
    public const string WrongType = "MCF4006";
    public const string WrongShape = "MCF4007";
    public const string Truncated = "MCF4008";
    public const string ExtraBytes = "MCF4009";
    public const string OutOfRange = "MCF4010";
    public const string Unwritable = "MCF4011";
}
