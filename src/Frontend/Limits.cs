namespace MCFuser.Frontend;

/// <summary>What the chain language allows at most.</summary>
public static class Limits
{
    /// <summary>Elements of a named tensor, and positions of an axis.</summary>
    public const long Elements = 1L << 40;

    /// <summary>
    /// Levels of nesting, brackets and operators counted alike: <c>a + b + c</c> is two levels, as it is a sum of a sum.
    /// Every pass may therefore walk an expression recursively.
    /// </summary>
    public const int Nesting = 256;

    /// <summary>Characters of a name; a chain's name becomes the name of a folder.</summary>
    public const int NameLength = 128;

    /// <summary>Messages about one text; what is wrong beyond them shows when they are mended.</summary>
    public const int Messages = 50;

    /// <summary>Bytes of a text file.</summary>
    public const int FileBytes = 4 << 20;
}
