using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Runtime.Cpu.Indices;

namespace MCFuser.Runtime.Cpu.Layout;

/// <summary>
/// Where in a tensor the points of a tile lie. Affine indices become strides; the others are evaluated for each row (or, where they vary
/// along a row, for each element) by <see cref="Offset"/>.
/// </summary>
internal sealed class TensorAccess : Operand
{
    private readonly long _constant;
    private readonly Dictionary<int, long> _strides = [];
    private readonly (int Axis, long Stride)[] _terms;
    private readonly CheckedIndex[] _checked;

    public TensorAccess(GlobalTensor tensor, EquatableArray<IndexExpression> indices, KernelPlan plan)
    {
        Tensor = tensor;
        if (indices.Count != tensor.Extents.Count)
            throw CpuErrors.Broken($"tensor {tensor.Name} has {tensor.Extents.Count} dimensions", plan.Program);
        var later = new List<CheckedIndex>();
        for (var d = 0; d < indices.Count; d++)
        {
            if (AffineIndex.TryAnalyse(indices[d], plan.Axes) is not { } affine)
            {
                later.Add(new CheckedIndex(indices[d], tensor, d, plan));
                continue;
            }

            var (low, high) = affine.Range(plan.Axes);
            if (low < 0 || high >= tensor.Extents[d])
                throw CpuErrors.Broken($"index {indices[d]} can leave dimension {d} of {tensor.Name}", plan.Program);
            _constant += affine.Constant * tensor.Strides[d];
            foreach (var (axis, coefficient) in affine.Coefficients)
                _strides[axis] = _strides.GetValueOrDefault(axis) + (coefficient * tensor.Strides[d]);
        }

        _terms = [.. _strides.OrderBy(s => s.Key).Select(s => (s.Key, s.Value))];
        _checked = [.. later];
        Axes = [.. _terms.Select(t => t.Axis)];
    }

    public GlobalTensor Tensor { get; }

    public override IReadOnlyList<int> Axes { get; }

    /// <summary>Whether strides say all.</summary>
    public bool IsAffine => _checked.Length == 0;

    /// <summary>The axes on which the checked indices depend.</summary>
    public IEnumerable<int> CheckedAxes => _checked.SelectMany(c => c.Axes).Distinct();

    /// <summary>Every axis whose position decides which element is meant.</summary>
    public IEnumerable<int> AllAxes => Axes.Concat(CheckedAxes).Distinct();

    public override long Stride(int axis) => _strides.GetValueOrDefault(axis);

    public override bool IsPerTile(int axis) => false;

    public override nint Address(Frame frame)
    {
        var address = frame.Base[Tensor.Slot] + (nint)_constant;
        foreach (var (axis, stride) in _terms) address += (nint)(frame.Start[axis] * stride);
        return address;
    }

    /// <summary>What the checked indices add at a position.</summary>
    public nint Offset(Frame frame, long[] positions)
    {
        var offset = 0L;
        foreach (var index in _checked) offset += index.Offset(frame, positions);
        return (nint)offset;
    }
}
