using MCFuser.Compiler;

namespace MCFuser.Cli.Text.Explain;

/// <summary>What <c>explain</c> says to people: the sections in order for each chain.</summary>
internal static class ExplainText
{
    private static readonly IExplainSection[] _sections =
    [
        new GraphSection(), new ChainsSection(), new ExpressionsSection(), new FunnelSection(),
        new ScheduleSection(), new WhySection(), new PlacementSection(), new CandidateSection(), new TileProgramSection(),
    ];

    public static void Write(TextWriter output, IReadOnlyList<Compilation> compilations)
    {
        output.WriteLine($"device: {DeviceText.Line(compilations[0].Device)}");
        foreach (var compilation in compilations)
        {
            foreach (var section in _sections)
            {
                output.WriteLine();
                output.WriteLine($"== {section.Title} ==");
                section.Write(output, compilation);
            }
        }
    }
}
