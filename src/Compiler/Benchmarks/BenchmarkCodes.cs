namespace MCFuser.Compiler.Benchmarks;

/// <summary>The codes of messages about benchmarks; docs/diagnostics.md says what each means.</summary>
public static class BenchmarkCodes
{
    public const string NotAtHand = "MCF5303";
    public const string TooFew = "MCF5304";
}
