using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering.Passes;

/// <summary>A contraction whose result is a vector is no work for tensor cores: it becomes a product, summed along its rows.</summary>
internal static class VectorContractions
{
    public static TileProgram Apply(TileProgram program)
    {
        var products = new List<TileBuffer>();
        var body = program.Body.SelectMany(s => Rewrite(program, s, products)).ToEquatableArray();
        return products.Count == 0 ? program : program with { Body = body, Buffers = [.. program.Buffers, .. products] };
    }

    private static IEnumerable<TileStatement> Rewrite(TileProgram program, TileStatement statement, List<TileBuffer> products)
    {
        switch (statement)
        {
            case For loop:
                return [loop with { Body = loop.Body.SelectMany(s => Rewrite(program, s, products)).ToEquatableArray() }];
            case Contract contract when program.FindBuffer(contract.Accumulator).Dimensions.Count < 2:
                var state = program.States.First(s => s.Parts.Contains(contract.Accumulator));
                var axes = program.FindBuffer(contract.Accumulator).Axes.Concat(contract.Axes);
                var product = new TileBuffer(
                    $"{contract.Accumulator}.product", DataType.F32, MemoryScope.Register,
                    axes.Select(a => new BufferDimension(a, LiveRange.Tile)).ToEquatableArray(), [], 16);
                products.Add(product);
                var value = new Binary(BinaryOperator.Multiply, new Element(contract.Left), new Element(contract.Right));
                return [new Map(product.Name, value), new Update(state.Name, product.Name, null)];
            default:
                return [statement];
        }
    }
}
