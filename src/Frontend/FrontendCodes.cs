namespace MCFuser.Frontend;

/// <summary>The codes of the frontend's messages; docs/diagnostics.md says what each means. A code never changes its meaning.</summary>
public static class FrontendCodes
{
    public const string FileUnreadable = "MCF1001";
    public const string FileTooLarge = "MCF1002";
    public const string FileNotText = "MCF1003";

    public const string Syntax = "MCF1010";
    public const string StrayCharacter = "MCF1011";
    public const string NestingTooDeep = "MCF1012";
    public const string NumberTooLarge = "MCF1013";
    public const string NoChain = "MCF1014";
    public const string DuplicateChain = "MCF1015";
    public const string UnknownChain = "MCF1016";

    public const string ReservedName = "MCF1020";
    public const string InvalidName = "MCF1021";
    public const string DuplicateName = "MCF1022";
    public const string UnknownTensor = "MCF1023";
    public const string UnknownAxis = "MCF1024";
    public const string UnknownFunction = "MCF1025";
    public const string UnknownType = "MCF1026";
    public const string WrongCall = "MCF1027";
    public const string WrongIndex = "MCF1028";

    public const string ExtentOutOfRange = "MCF1030";
    public const string TensorTooLarge = "MCF1031";
    public const string RepeatedAxis = "MCF1032";
    public const string WrongRank = "MCF1033";
    public const string ExtentsDisagree = "MCF1034";
    public const string IndexLeavesDimension = "MCF1035";
    public const string IndexTensor = "MCF1036";

    public const string AbsentAxis = "MCF1040";
    public const string FreeAxis = "MCF1041";
    public const string ReboundAxis = "MCF1042";

    public const string WrongKind = "MCF1050";
    public const string OutputType = "MCF1051";
    public const string NotInLanguage = "MCF1052";

    public const string Cycle = "MCF1060";
    public const string NoOutput = "MCF1061";

    public const string UnknownSetting = "MCF1070";
    public const string SettingOutOfRange = "MCF1071";
    public const string UnboundAxis = "MCF1072";
}
