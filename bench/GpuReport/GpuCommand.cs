namespace MCFuser.Bench.GpuReport;

/// <summary>Turns the results of a GPU into a section of a Markdown file.</summary>
internal static class GpuCommand
{
    /// <param name="arguments">The folder with the results, and the Markdown file; without that the section is only printed.</param>
    /// <returns>1 if there is nothing to write; also if a dry run would be written as if it had been measured.</returns>
    public static int Run(string[] arguments)
    {
        var results = new GpuResults(arguments[0]);
        if (!results.All.Any())
        {
            Console.Error.WriteLine($"bench/gpu/report.sh: {arguments[0]} holds no results; run bench/gpu/run.sh first");
            return 1;
        }

        string[] lines = [.. new GpuSection(results).Lines()];
        foreach (var line in lines) Console.WriteLine(line);
        if (arguments.Length < 2) return 0;
        if (results.IsDryRun)
        {
            Console.Error.WriteLine("bench/gpu/report.sh: these are results of a dry run, which measured nothing; the page stays as it is");
            return 1;
        }

        MarkedSection.Write(arguments[1], "bench/gpu", lines);
        return 0;
    }
}
