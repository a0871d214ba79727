using MCFuser.Compiler.Running;

namespace MCFuser.Cli.Text;

/// <summary>What <c>run --portable</c> says to people.</summary>
internal static class PortableText
{
    public static void Write(TextWriter output, IReadOnlyList<PortableResult> results)
    {
        output.WriteLine($"device     {results[0].Device}, driven by ILGPU");
        output.WriteLine("portable   the slow path: an operator after the other, nothing fused; its time says nothing about a kernel of mcfuser");
        foreach (var result in results)
        {
            output.WriteLine();
            output.WriteLine($"chain      {RunText.Chain(result.Graph)}");
            output.WriteLine($"time       {RunText.Time(result.Time)}");
            if (result.Check is { } check) output.WriteLine($"check      {RunText.Check(check)}");
        }
    }
}
