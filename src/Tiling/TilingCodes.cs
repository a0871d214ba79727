namespace MCFuser.Tiling;

/// <summary>The codes of this room's messages.</summary>
public static class TilingCodes
{
    public const string MalformedTiling = "MCF2001";
    public const string MalformedTile = "MCF2002";
    public const string UnknownTileAxis = "MCF2003";
    public const string TileNotMultiple = "MCF2004";
    public const string IllegalSchedule = "MCF2005";
    public const string DoesNotFit = "MCF2006";
    public const string NoLegalSchedule = "MCF2007";
}
