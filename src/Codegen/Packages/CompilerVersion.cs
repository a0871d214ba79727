namespace MCFuser.Codegen.Packages;

/// <summary>The version that packages name as their compiler.</summary>
public static class CompilerVersion
{
    public static string Text { get; } = typeof(CompilerVersion).Assembly.GetName().Version!.ToString(3);
}
