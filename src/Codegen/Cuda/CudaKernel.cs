using MCFuser.Core;
using MCFuser.Core.Packages;

namespace MCFuser.Codegen.Cuda;

/// <summary>One kernel as CUDA C++ text, with all that is needed to launch it. The text is for
/// <c>--std=c++17 -default-device --gpu-architecture=sm_XX</c>.</summary>
public sealed record CudaKernel
{
    /// <summary>The <c>extern "C"</c> name.</summary>
    public required string Entry { get; init; }

    /// <summary>Self-contained CUDA C++: no header is included.</summary>
    public required string Text { get; init; }

    /// <summary>Blocks in x, y and z, of the axes' extents.</summary>
    public required EquatableArray<ManifestExpression> Grid { get; init; }

    /// <summary>A block is <c>[Threads, 1, 1]</c>.</summary>
    public required int Threads { get; init; }

    /// <summary>Dynamic shared memory of a block, in bytes.</summary>
    public required int SharedBytes { get; init; }

    /// <summary>What a <see cref="WorkspaceArgument"/> counts.</summary>
    public required EquatableArray<ManifestWorkspace> Workspaces { get; init; }

    /// <summary>In the order of the kernel's parameters; buffers are 64-bit pointers.</summary>
    public required EquatableArray<ManifestArgument> Arguments { get; init; }
}
