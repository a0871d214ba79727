using MCFuser.Compiler;

namespace MCFuser.Cli.Text;

/// <summary>What <c>compile</c> prints of a package.</summary>
internal static class CompileText
{
    public static string Line(WrittenPackage package)
    {
        var resources = package.Cuda?.Resources is { } known ? $", {known}" : "";
        return $"{package.Folder}: {package.Kernel.Schedule}{resources}";
    }
}
