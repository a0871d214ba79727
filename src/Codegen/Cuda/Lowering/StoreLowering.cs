using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>Stores of registers; what is in memory is read into registers first.</summary>
internal sealed class StoreLowering(KernelBuilder builder)
{
    public void Lower(Store store, List<KernelStatement> result)
    {
        var memory = builder.Program.FindBuffer(store.Destination);
        var strides = TensorStrides.Of(builder.Program, memory);
        var source = Source(store, result);
        var (row, column) = source switch
        {
            Accumulators sum => (sum.RowAxis, sum.ColumnAxis),
            RowValues rows => (rows.RowAxis, ""),
            _ => throw CudaErrors.Broken($"{source.Name} cannot be stored", builder.Program),
        };
        var shape = source is Accumulators ? CopyShape.Of(builder.Program, store.Destination, store.Indices, builder.Program.FindBuffer(store.Source)) : null;
        var width = shape is not null && shape.Column == column ? shape.Width : 0;
        result.Add(new StoreTile(store.Destination, store.Indices, source.Name, Stride(row), Stride(column), width, 0));

        long Stride(string axis) => store.Indices.Index().Where(i => i.Item is IndexAxis(var a) && a == axis).Sum(i => strides[i.Index]);
    }

    private RegisterValue Source(Store store, List<KernelStatement> result)
    {
        if (builder.Homes[store.Source] is Home.Accumulators or Home.Rows) return builder.Register(builder.Now(store.Source));
        var copy = $"{store.Source}.stored";
        if (!builder.HasRegister(copy))
        {
            var axes = builder.Homes.Orient(store.Source);
            if (axes.Column is null) builder.Declare(new RowValues(copy, axes.Row, builder.WarpRows(axes.Row)));
            else builder.Matrix(copy, axes, builder.Owners);
        }

        var target = builder.Register(copy);
        result.Add(new Apply(copy, Operands.Readable(builder, target, new Element(store.Source), result)));
        return target;
    }
}
