using MCFuser.Compiler.Cuda;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.TilePrograms;
using MCFuser.Frontend.Chains;
using MCFuser.Search.Tuning;

namespace MCFuser.Compiler;

/// <summary>What to compile a graph for, and how far the choices are made already.</summary>
public sealed record CompilationOptions
{
    /// <summary>The only chain of the file to compile; null for all of them.</summary>
    public string? Chain { get; init; }

    /// <summary>Extents by axis in place of those in the text.</summary>
    public IReadOnlyDictionary<string, long> Extents { get; init; } = new Dictionary<string, long>();

    public DeviceKind Target { get; init; } = DeviceKind.Cpu;

    /// <summary>A name of the catalogue; null for the CPU at hand, the GPU at hand where it runs or measures, or the usual device of the architecture.</summary>
    public string? Device { get; init; }

    public string? Architecture { get; init; }

    /// <summary>A tiling expression; null to have one chosen.</summary>
    public string? Tiling { get; init; }

    /// <summary>Tile sizes, <c>m=64,n=32</c>; axes that are absent get theirs chosen.</summary>
    public string? Tiles { get; init; }

    public bool HasSchedule => Tiling is not null || Tiles is not null;

    /// <summary>On a GPU, what a reduction may be dealt out to.</summary>
    public SplitUse Splits { get; init; } = SplitUse.Any;

    public FusionMode Fusion { get; init; } = FusionMode.Always;

    /// <summary>The arithmetic of contractions of f32 operands: F32, or TF32 where the device has it. The CPU computes in f32 either way.</summary>
    public Precision Precision { get; init; } = Precision.F32;

    /// <summary>
    /// How schedules are searched; the time limit is for each chain of a file, whatever the number of its kernels. Its progress is not used.
    /// </summary>
    public SearchOptions Search { get; init; } = new();

    /// <summary>Whether candidates are measured, where the target is the CPU or a GPU at hand; elsewhere the performance model chooses.</summary>
    public bool Measures { get; init; }

    /// <summary>How kernels for a GPU are compiled, to be run or measured here.</summary>
    public CudaOptions Cuda { get; init; } = new();

    /// <summary>Called after each generation of a search that measures, with the kernel that it is for.</summary>
    public Action<OperatorChain, SearchProgress>? Progress { get; init; }
}

/// <summary>What the parts of a reduction may run on at once.</summary>
public enum SplitUse
{
    Any,

    /// <summary>Warps of one block.</summary>
    Warps,

    None,
}
