using MCFuser.Core.Expressions;
using MCFuser.Runtime.Cpu.Layout;

namespace MCFuser.Runtime.Cpu.Indices;

/// <summary>The position along one dimension of a tensor, verified at run time because it depends on data or is not affine.</summary>
internal sealed class CheckedIndex(IndexExpression index, GlobalTensor tensor, int dimension, KernelPlan plan)
{
    private readonly IndexFunction _value = IndexCompiler.Compile(index, plan);
    private readonly AxisTable _axes = plan.Axes;

    /// <summary>The axes whose positions decide the value.</summary>
    public IReadOnlyList<int> Axes { get; } = [.. index.Axes().Select(a => plan.Axes[a])];

    /// <summary>The distance in bytes from the first element of the dimension.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">The value lies outside of the dimension (MCF4050).</exception>
    public long Offset(Frame frame, long[] positions)
    {
        var value = _value(frame, positions);
        if ((ulong)value < (ulong)tensor.Extents[dimension]) return value * tensor.Strides[dimension];
        var position = string.Join(", ", Axes.Select(a => $"{_axes.Name(a)} = {positions[a]}"));
        throw CpuErrors.IndexOutOfRange(tensor.Name, dimension, index.ToString(), value, tensor.Extents[dimension], position);
    }
}
