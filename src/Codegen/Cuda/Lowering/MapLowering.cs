using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>Elementwise maps: in registers where their result is needed there, into shared memory for operands with a prologue.</summary>
internal sealed class MapLowering(KernelBuilder builder)
{
    public void Lower(EquatableArray<TileStatement> body, int at, Map map, UpdateLowering updates, List<KernelStatement> result, KernelScope scope)
    {
        if (builder.Homes[map.Destination] == Home.Mapped)
        {
            ToTile(map.Destination, Operands.InMemory(builder, map.Value), result, scope);
            return;
        }

        // A map that a softmax takes up next is lowered with it.
        if (at + 1 < body.Count && body[at + 1] is Update update && update.Source == map.Destination && updates.IsSoftmax(update)) return;
        var destination = builder.Register(map.Destination);
        result.Add(new Apply(destination.Name, Operands.Readable(builder, destination, map.Value, result)));
        if (destination is Accumulators sum && builder.IsRagged(sum.ColumnAxis) && IsLeftOperand(map.Destination))
            result.Add(new MaskEdge(sum.Name, sum.ColumnAxis, 0));
    }

    /// <summary>A tile that cannot be copied as it is: the threads read its elements one by one.</summary>
    public void Gather(Load load, List<KernelStatement> result, KernelScope scope) =>
        ToTile(load.Destination, new TensorRead(load.Source, load.Indices), result, scope);

    private void ToTile(string name, Expression value, List<KernelStatement> result, KernelScope scope)
    {
        var contract = builder.Program.Body.WithNested().OfType<Contract>().First(c => c.Left == name || c.Right == name);
        var axes = builder.Homes.Orient(name);
        if (!builder.HasTile(name))
            builder.DeclareTile(new SharedTile(
                name, ContractLowering.Operand(contract.Precision), axes.Row, builder.Padded(axes.Row), axes.Column!, builder.Padded(axes.Column!), scope, null, 0));
        result.Add(new Synchronize(scope));
        result.Add(new MapTile(name, value));
        result.Add(new Synchronize(scope));
    }

    private bool IsLeftOperand(string name) => builder.Program.Body.WithNested().OfType<Contract>().Any(c => c.Left == name || c.Right == name);
}
