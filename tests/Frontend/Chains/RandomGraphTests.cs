using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;
using MCFuser.Frontend;
using MCFuser.Frontend.Chains;

namespace MCFuser.Tests.Frontend.Chains;

public class RandomGraphTests
{
    private static readonly Lazy<OperatorGraph[]> Graphs = new(() =>
        [.. Enumerable.Range(0, 150).Select(seed => Assert.Single(GraphReader.ReadText(RandomGraph.Make(seed).ToString(), "random.mcf")))]);

    [Fact]
    public void Steps_compute_what_the_graph_says() => ForAll(graph =>
    {
        var steps = StepNormalizer.Normalize(graph);
        var axes = graph.Axes.Select(a => new ChainAxis(a.Name, a.Extent, AxisRole.Spatial)).ToEquatableArray();
        var all = new OperatorChain("steps", axes, graph.Inputs, steps, []);
        var (expected, actual) = (Inputs(graph), Inputs(graph));
        new TinyInterpreter(graph, expected).Run();
        new TinyInterpreter(ChainGraph.Of(all), actual).Run();
        foreach (var name in expected.Keys) AssertClose(expected[name], actual[name]);
    });

    [Theory]
    [InlineData(FusionMode.Always)]
    [InlineData(FusionMode.Never)]
    public void Kernels_in_order_compute_what_the_graph_says(FusionMode mode) => ForAll(graph =>
    {
        var (expected, memory) = (Inputs(graph), Inputs(graph));
        new TinyInterpreter(graph, expected).Run();
        foreach (var kernel in ChainFinder.Find(graph, mode).Kernels)
        {
            var tensors = kernel.Inputs.ToDictionary(t => t.Name, t => memory[t.Name]);
            new TinyInterpreter(ChainGraph.Of(kernel), tensors).Run();
            foreach (var output in kernel.Outputs) memory.Add(output, tensors[output]);
        }

        foreach (var output in graph.Outputs) AssertClose(expected[output.Target.Name], memory[output.Target.Name]);
    });

    [Theory]
    [InlineData(FusionMode.Always)]
    [InlineData(FusionMode.Never)]
    public void Each_step_that_is_needed_is_in_one_kernel(FusionMode mode) => ForAll(graph =>
    {
        var plan = ChainFinder.Find(graph, mode);
        var placed = plan.Kernels.SelectMany(k => k.Steps).Select(s => s.Target.Name).ToList();
        Assert.Distinct(placed);
        var unneeded = plan.Left.Where(l => l.Reason == "no output needs it").Select(l => l.Tensor).ToList();
        Assert.Equal(graph.Definitions.Select(d => d.Target.Name).Except(unneeded).Order(), placed.Where(n => !n.Contains('.')).Order());
        var outputs = plan.Kernels.SelectMany(k => k.Outputs.Select(o => k.FindStep(o)!.Target)).ToDictionary(t => t.Name, t => t.Type);
        Assert.All(graph.Outputs, o => Assert.Equal(o.Target.Type, outputs[o.Target.Name]));
    });

    [Theory]
    [InlineData(FusionMode.Always)]
    [InlineData(FusionMode.Never)]
    public void Kernels_read_what_earlier_kernels_wrote_as_it_was_written(FusionMode mode) => ForAll(graph =>
    {
        var written = graph.Inputs.ToDictionary(t => t.Name, t => (t.Type, Shape: string.Join(',', graph.Shape(t))));
        foreach (var kernel in ChainFinder.Find(graph, mode).Kernels)
        {
            Assert.All(kernel.Inputs, t => Assert.Equal(written[t.Name], (t.Type, Shape(kernel, t))));
            foreach (var target in kernel.Outputs.Select(o => kernel.FindStep(o)!.Target))
                written.Add(target.Name, (target.Type, Shape(kernel, target)));
        }
    });

    [Fact]
    public void Kernels_are_connected_and_hold_at_most_four_contractions() => ForAll(graph =>
    {
        foreach (var kernel in ChainFinder.Find(graph, FusionMode.Always).Kernels)
        {
            Assert.InRange(kernel.Contractions.Count(), 0, 4);
            var reached = new HashSet<string> { kernel.Steps[0].Target.Name };
            while (kernel.Steps.Any(s => Touches(s, reached) && reached.Add(s.Target.Name))) { }
            Assert.Equal(kernel.Steps.Count, reached.Count);

            bool Touches(ChainStep step, HashSet<string> names) =>
                Reads(step).Any(names.Contains) || kernel.Steps.Any(s => names.Contains(s.Target.Name) && Reads(s).Contains(step.Target.Name));
        }
    });

    [Fact]
    public void Each_kernel_of_the_unfused_form_holds_one_operator_that_is_no_map() => ForAll(graph =>
        Assert.All(
            ChainFinder.Find(graph, FusionMode.Never).Kernels,
            k => Assert.InRange(k.Steps.Count(s => s is not ElementwiseMap), 0, 1)));

    [Fact]
    public void The_same_graph_gives_the_same_plan() =>
        ForAll(graph => Assert.Equal(ChainFinder.Find(graph, FusionMode.Always), ChainFinder.Find(graph, FusionMode.Always)));

    private static void ForAll(Action<OperatorGraph> check)
    {
        foreach (var (seed, graph) in Graphs.Value.Index())
        {
            try
            {
                check(graph);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}:\n{graph}", e);
            }
        }
    }

    private static IEnumerable<string> Reads(ChainStep step) => step.Operands.SelectMany(o => o.TensorsRead());

    private static Dictionary<string, double[]> Inputs(OperatorGraph graph)
    {
        var random = new Random(1);
        return graph.Inputs.ToDictionary(t => t.Name, Values);

        double[] Values(Tensor tensor) =>
            [.. Enumerable.Range(0, (int)graph.Shape(tensor).Aggregate(1L, (x, y) => x * y)).Select(_ => random.NextDouble() - 0.5)];
    }

    private static string Shape(OperatorChain chain, Tensor tensor) => string.Join(',', tensor.Axes.Select(chain.Extent));

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 1e-9 * (1 + Math.Abs(p.First))));
    }
}
