using ILGPU;

namespace MCFuser.Portable.Kernels;

/// <summary>What kernels see: all tensors of a graph, the programs of all its operators, and room for each thread to work in.</summary>
internal struct OperatorMemory
{
    /// <summary>Float tensors and truth values.</summary>
    public ArrayView<float> Reals;

    public ArrayView<long> Integers;

    /// <summary>Programs, extents and strides.</summary>
    public ArrayView<long> Code;

    /// <summary>Slot s of thread t is at s * threads + t; so are positions.</summary>
    public ArrayView<double> Stack;

    /// <summary>Where each thread stands in its loops.</summary>
    public ArrayView<long> Positions;

    /// <summary>One element: 0, or the number of a check that an index failed.</summary>
    public ArrayView<int> Failure;
}
