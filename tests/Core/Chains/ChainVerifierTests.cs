using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;

namespace MCFuser.Tests.Core.Chains;

public class ChainVerifierTests
{
    private static readonly Tensor A = new("A", DataType.F32, ["m", "k"]);
    private static readonly Tensor B = new("B", DataType.F32, ["k", "n"]);
    private static readonly Tensor C = new("C", DataType.F32, ["m", "n"]);
    private static readonly Tensor D = new("D", DataType.F32, ["m", "n"]);

    private static readonly IndexRead ReadOfC = new("C", [new IndexAxis("m"), new IndexConstant(0)]);

    private static readonly OperatorChain Good = new(
        "good",
        [Axis("m", AxisRole.Outer), Axis("n", AxisRole.Spatial), Axis("k", AxisRole.Reduction)],
        [A, B],
        [new Contraction(C, ["k"], [A.ReadAtOwnAxes(), B.ReadAtOwnAxes()]), Map(D, C.ReadAtOwnAxes())],
        ["D"]);

    [Fact]
    public void Accepts_a_chain_that_keeps_the_promises() => ChainVerifier.Verify(Good);

    [Theory]
    [MemberData(nameof(Broken))]
    public void Refuses(string problem, OperatorChain chain)
    {
        var error = Assert.Throws<InternalErrorException>(() => ChainVerifier.Verify(chain));
        Assert.Equal("chain verifier: " + problem, error.Message);
        Assert.Equal(chain.ToString(), error.IntermediateRepresentation);
    }

    public static TheoryData<string, OperatorChain> Broken() => new()
    {
        { "an axis is listed twice", Good with { Axes = [.. Good.Axes, Axis("m", AxisRole.Batch)] } },
        { "there is more than one written outer axis", Good with { Axes = [.. Good.Axes, Axis("p", AxisRole.Outer)] } },
        { "A names axis k, which the chain does not know", Good with { Axes = [.. Good.Axes.SkipLast(1)] } },
        { "input A is listed twice", Good with { Inputs = [A, B, A] } },
        { "there are no steps", Good with { Steps = [] } },
        { "there are no outputs", Good with { Outputs = [] } },
        { "output A is no step", Good with { Outputs = ["A"] } },
        { "C loops over k, which is no loop of the chain", Good with { Axes = [.. Good.Axes.SkipLast(1), Axis("k", AxisRole.Dimension)] } },
        { "C reads B, which is neither an input nor an earlier step", Good with { Inputs = [A] } },
        { "D reads C, which is neither an input nor an earlier step", Good with { Steps = [Good.Steps[1], Good.Steps[0]] } },
        { "D reads C[n, m], but a step is read at its own axes", WithLast(Map(D, Read(C, "n", "m"))) },
        { "D reads A[m] with the wrong number of indices", WithLast(Map(D, Read(A, "m"))) },
        { "D names axis k, over which it does not loop", WithLast(Map(D, A.ReadAtOwnAxes())) },
        { "D holds Reduce sum[k](A[m, k])", WithLast(Map(D, new Reduce(ReduceOperator.Sum, ["k"], A.ReadAtOwnAxes()))) },
        { "D names axis z, which the chain does not know", WithLast(Map(D, new AxisExtent("z"))) },
        { "D reads C[m, 0], which is no element of an input", WithLast(Map(D, new TensorRead("A", [new IndexAxis("m"), ReadOfC]))) },
        { "C is defined twice", WithLast(Map(C, C.ReadAtOwnAxes())) },
        { "A is defined twice", WithLast(Map(A with { Axes = ["m", "n"] }, C.ReadAtOwnAxes())) },
        { "D names an axis twice", WithLast(Map(D with { Axes = ["m", "m"] }, new Number(1))) },
        { "D reduces no axis", WithLast(new Contraction(D, [], [C.ReadAtOwnAxes(), C.ReadAtOwnAxes()])) },
        { "D has fewer than two factors", WithLast(new Contraction(D, ["k"], [A.ReadAtOwnAxes()])) },
        { "D has a factor that reads no tensor", WithLast(new Contraction(D, ["k"], [A.ReadAtOwnAxes(), new AxisIndex("k")])) },
        { "D lacks the axis of its softmax", WithLast(new SoftmaxStep(D, "k", A.ReadAtOwnAxes())) },
        { "D keeps an axis that it reduces", WithLast(new Reduction(D, ReduceOperator.Max, ["n"], C.ReadAtOwnAxes())) },
    };

    private static OperatorChain WithLast(ChainStep step) => Good with { Steps = [Good.Steps[0], step] };

    private static ElementwiseMap Map(Tensor target, Expression value) => new(target, value);

    private static TensorRead Read(Tensor tensor, params string[] axes) =>
        new(tensor.Name, axes.Select(a => (IndexExpression)new IndexAxis(a)).ToEquatableArray());

    private static ChainAxis Axis(string name, AxisRole role) => new(name, new ConstantExtent(16), role);
}
