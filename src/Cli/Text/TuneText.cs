using MCFuser.Compiler;

namespace MCFuser.Cli.Text;

/// <summary>What <c>tune</c> says to people: for each kernel the winner, how it was found, and the flags that ask for it.</summary>
internal static class TuneText
{
    public static void Write(TextWriter output, Compilation compilation)
    {
        foreach (var kernel in compilation.Kernels)
        {
            var search = kernel.Search;
            output.WriteLine($"kernel       {kernel.Chain.Name}: {kernel.Schedule}");
            output.WriteLine($"time         {SearchText.Times(search.Winner)}");
            if (search.Measured.Count > 0)
            {
                output.WriteLine(search.ModelChoice.Candidate == search.Winner.Candidate
                    ? "model alone  the same"
                    : $"model alone  {search.ModelChoice.Candidate}: {SearchText.Times(search.ModelChoice)}");
            }

            output.WriteLine($"search       {SearchText.Effort(search)}");
            output.WriteLine($"to use it    {SearchText.Flags(search.Winner)}");
        }
    }
}
