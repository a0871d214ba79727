using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core.Expressions;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>Makes what an expression reads readable where it is computed.</summary>
internal static class Operands
{
    /// <summary>For registers: the same rows and columns are read in place, tensors and tiles at the position, other registers by way of shared memory.</summary>
    public static Expression Readable(KernelBuilder builder, RegisterValue destination, Expression value, List<KernelStatement> result) => value.Rewrite(e =>
    {
        if (e is not Element(var name)) return e;
        if (builder.Homes[name] == Home.Global) return Tensor(builder, name);
        if (builder.Homes[name] is Home.Copied or Home.Mapped) return e;
        if (builder.Homes[name] == Home.Softmax) throw CudaErrors.Unsupported(builder.Program, "a map reads the state of a softmax");
        var source = builder.Register(builder.Now(name));
        return IsInPlace(destination, source) ? new Element(source.Name) : new Element(Spills.Write(builder, name, Core.DataType.F32, result));
    });

    /// <summary>For tiles that threads compute: only tensors and other tiles can be read.</summary>
    public static Expression InMemory(KernelBuilder builder, Expression value) =>
        value.Rewrite(e => e is Element(var name) && builder.Homes[name] == Home.Global ? Tensor(builder, name) : e);

    private static TensorRead Tensor(KernelBuilder builder, string name)
    {
        var load = builder.Homes.LoadOf(name)!;
        return new TensorRead(load.Source, load.Indices);
    }

    private static bool IsInPlace(RegisterValue destination, RegisterValue source) => (destination, source) switch
    {
        (Accumulators to, Accumulators from) => to.RowAxis == from.RowAxis && to.ColumnAxis == from.ColumnAxis && to.IsDealt == from.IsDealt,
        (Accumulators to, RowValues from) => from.RowAxis == to.RowAxis || from.RowAxis.Length == 0,
        (RowValues to, RowValues from) => from.RowAxis == to.RowAxis || from.RowAxis.Length == 0,
        _ => false,
    };
}
