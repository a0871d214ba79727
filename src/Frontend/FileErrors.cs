using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Frontend.Names;
using static MCFuser.Frontend.Names.Quoting;

namespace MCFuser.Frontend;

/// <summary>The frontend's messages about files and settings.</summary>
internal static class FileErrors
{
    public static Diagnostic Missing(string file) => new(FrontendCodes.FileUnreadable, "there is no such file", "check the path", file);

    public static Diagnostic IsFolder(string file) => new(FrontendCodes.FileUnreadable, "this is a folder", "name a file in it", file);

    public static Diagnostic Unreadable(string file, string reason) =>
        new(FrontendCodes.FileUnreadable, $"the file cannot be read ({reason})", "check its permissions", file);

    public static Diagnostic TooLarge(string file) => new(FrontendCodes.FileTooLarge,
        $"the file has more than {Limits.FileBytes} bytes", "split it: chains do not refer to each other", file);

    public static Diagnostic NotText(string file) => new(FrontendCodes.FileNotText,
        "the file is not text", "a graph in the chain language is UTF-8 text", file);

    public static Diagnostic UnknownSetting(string axis, IEnumerable<string> axes) => new(FrontendCodes.UnknownSetting,
        $"--set {Shorten(axis)}=...: there is no axis {Quote(axis)}", NearestName.Advice(axis, axes, "axes"));

    public static Diagnostic SettingOutOfRange(string axis, long value, Extent declared) => new(FrontendCodes.SettingOutOfRange,
        $"--set {axis}={value}: the extent is out of range",
        declared is SymbolicExtent(var low, var high) ? $"axis {Quote(axis)} is {low} to {high}" : $"an extent is 1 to {Limits.Elements}");

    public static Diagnostic UnboundAxis(Axis axis) => new(FrontendCodes.UnboundAxis,
        $"axis {Quote(axis.Name)} has no fixed extent ({axis.Extent})", $"give it one: --set {axis.Name}=N");
}
