namespace MCFuser.Core.TilePrograms;

/// <summary>The codes of messages about the text of a tile program.</summary>
public static class TileProgramCodes
{
    public const string UnexpectedText = "MCF0001";
    public const string UnexpectedCharacter = "MCF0002";
    public const string NumberOutOfRange = "MCF0003";
    public const string NestingTooDeep = "MCF0004";
    public const string UnknownWord = "MCF0005";
}
