using MCFuser.Frontend.Chains;

namespace MCFuser.Tests.Frontend.Chains;

public class ChainFinderTests
{
    [Fact]
    public void Smoke()
    {
        foreach (var text in new[] { SampleGraphs.Attention, SampleGraphs.GemmChain })
        {
            var graph = GraphText.Read(text);
            foreach (var mode in Enum.GetValues<FusionMode>())
            {
                var plan = ChainFinder.Find(graph, mode);
                TestContext.Current.TestOutputHelper!.WriteLine($"{mode}\n{string.Join("\n", plan.Kernels)}\n{string.Join("\n", plan.Left)}");
            }
        }
    }
}
