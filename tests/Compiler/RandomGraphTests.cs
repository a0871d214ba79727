using MCFuser.Codegen.Interpreter;
using MCFuser.Compiler;
using MCFuser.Compiler.Running;
using MCFuser.Core.Chains;
using MCFuser.Core.Tensors;
using MCFuser.Frontend.Chains;
using MCFuser.Tests.Generators;

namespace MCFuser.Tests.Compiler;

/// <summary>Random graphs over the whole language, compiled as the model chooses and run on the CPU.</summary>
public class RandomGraphTests
{
    private const int Seeds = 200;

    [Theory]
    [InlineData(FusionMode.Always)]
    [InlineData(FusionMode.Auto)]
    [InlineData(FusionMode.Never)]
    public void Agree_with_the_oracle(FusionMode fusion)
    {
        var options = new CompilationOptions { Fusion = fusion };
        foreach (var graph in Enumerable.Range(0, Seeds).Select(seed => RandomGraphs.Create(seed)).Where(g => StepNormalizer.Normalize(g).OfType<Contraction>().Any()))
        {
            var inputs = RandomInputs.Create(graph, 5);
            using var runner = new GraphRunner(Pipeline.Compile(graph, options, TestContext.Current.CancellationToken), inputs);
            runner.Poison();
            runner.Run();
            var check = NumericCheck.Compare(runner.Outputs, GraphInterpreter.Evaluate(graph, inputs, null, TestContext.Current.CancellationToken), Tolerances.Of(graph));
            Assert.True(check.Passed, $"{check.FirstFailure}, relative error {check.RelativeError:g3}\n{graph}");
        }
    }
}
