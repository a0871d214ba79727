using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;
using MCFuser.Frontend;
using MCFuser.Frontend.Verification;

namespace MCFuser.Tests.Frontend;

/// <summary>What the verifier makes of a valid graph, and of graphs that no text could give.</summary>
public class GraphVerifierTests
{
    [Fact]
    public void Definitions_come_in_data_flow_order_and_keep_the_written_order_where_they_can()
    {
        var graph = Read("output O: f32[m] = D[m] U[m] = A[m] C[m] = 1 A[m] = C[m] D[m] = U[m] E[m] = 2");
        Assert.Equal(["C", "A", "U", "D", "O", "E"], graph.Definitions.Select(d => d.Target.Name));
    }

    [Fact]
    public void Intermediates_are_f32_or_bool_and_outputs_keep_their_type()
    {
        var graph = Read("A[m] = m < 3 U[m] = A[m] and m > 1 C[m] = where(U[m], 1, 2) output O: f16[m] = C[m] output P: bool[m] = not U[m] output R: bf16[m] = I[m]");
        Assert.Equal(
            [DataType.Bool, DataType.Bool, DataType.F32, DataType.F16, DataType.Bool, DataType.BF16], graph.Definitions.Select(d => d.Target.Type));
    }

    [Theory]
    [InlineData("m", "sum[k](X[m, k]) + sum[k](X[m, k] * X[m, k])")]
    [InlineData("m", "sum[k](X[m, k] / sum[n](Z[n]))")]
    [InlineData("m", "sum[m](X[m, 0])")]
    [InlineData("m", "mean[n](softmax[n](Z[n]) * Z[n])")]
    [InlineData("n", "softmax[n](Z[n] - max[n](Z[n]))")]
    [InlineData("m", "softmax[m](X[m, 0])")]
    [InlineData("m, n", "1")]
    [InlineData("m, n", "Z[m] + X[n, 0]")]
    [InlineData("k", "Z[2 * k] + Z[k + 4] + Z[7] + Z[k + 0]")]
    [InlineData("m, n", "where(n <= m, Z[n], -inf)")]
    [InlineData("m", "O2[m] + Z[I[I[m]]] + Z[p]")]
    public void Right_uses(string axes, string value) =>
        Assert.Equal(value, Read($"output O2: f32[m] = 1 output O: f32[{axes}] = {value}").Definitions[1].Value.ToString());

    [Fact]
    public void Row_normalisation_binds_the_axis_inside_and_leaves_it_free_outside() =>
        Assert.Equal(["m", "k"], Read("output O: f32[m, k] = X[m, k] / sum[k](X[m, k])").Definitions[0].Value.FreeAxes());

    [Fact]
    public void Unused_axes_and_inputs_are_allowed() => Assert.Single(Read("output O: f32[] = 1").Definitions);

    [Fact]
    public void Foreign_nodes_are_refused()
    {
        Expression[] foreign =
        [
            new Cast(DataType.F16, new Number(1)), new Element("buffer"), new Number(double.NaN), new Reduce(ReduceOperator.Sum, [], new Number(1)),
        ];
        foreach (var node in foreign)
        {
            var failure = Assert.Throws<DiagnosticException>(() => GraphVerifier.Verify(Graph(new Unary(UnaryOperator.Exp, node))));
            Assert.Equal(FrontendCodes.NotInLanguage, Assert.Single(failure.Diagnostics).Code);
        }
    }

    [Theory]
    [MemberData(nameof(GeneralIndices))]
    public void Indices_of_any_form_are_held_to_their_dimension(IndexExpression index, bool isWithin)
    {
        var graph = Graph(new TensorRead("X", [index]));
        if (isWithin) Assert.Equal(graph, GraphVerifier.Verify(graph));
        else Assert.Equal(FrontendCodes.IndexLeavesDimension, Assert.Single(Assert.Throws<DiagnosticException>(() => GraphVerifier.Verify(graph)).Diagnostics).Code);
    }

    public static TheoryData<IndexExpression, bool> GeneralIndices()
    {
        var m = new IndexAxis("m");
        static IndexConstant C(long value) => new(value);
        return new TheoryData<IndexExpression, bool>
        {
            { new IndexFloorDivide(m, C(2)), true },
            { new IndexFloorDivide(new IndexAdd(m, C(-1)), C(2)), false },
            { new IndexFloorDivide(new IndexMultiply(m, C(3)), C(2)), false },
            { new IndexModulo(new IndexMultiply(C(5), m), C(8)), true },
            { new IndexModulo(m, C(9)), false },
            { new IndexMin(new IndexAdd(m, C(3)), C(7)), true },
            { new IndexMax(new IndexAdd(m, C(-3)), C(0)), true },
            { new IndexAdd(new IndexMultiply(C(-1), m), C(7)), true },
            { new IndexAdd(new IndexExtent("m"), C(-1)), true },
            { new IndexExtent("m"), false },
            { new IndexMultiply(C(long.MaxValue), new IndexMultiply(C(long.MaxValue), m)), false },
        };
    }

    private static OperatorGraph Graph(Expression value) => new(
        "c", [new Axis("m", new ConstantExtent(8))], [new Tensor("X", DataType.F32, ["m"])], [new Definition(new Tensor("O", DataType.F32, ["m"]), value, true)]);

    private static OperatorGraph Read(string statements) => GraphReader.ReadText(MarkedText.InChain(statements).Text, "c.mcf")[0];
}
