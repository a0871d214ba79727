namespace MCFuser.Search;

/// <summary>The codes of this room's messages.</summary>
public static class SearchCodes
{
    public const string NoValidKernel = "MCF2101";
}
