using MCFuser.Core.Devices;
using MCFuser.Core.TilePrograms;
using MCFuser.Frontend.Chains;

namespace MCFuser.Compiler;

/// <summary>What to compile a graph for, and how far the choices are made already.</summary>
public sealed record CompilationOptions
{
    /// <summary>The only chain of the file to compile; null for all of them.</summary>
    public string? Chain { get; init; }

    /// <summary>Extents by axis in place of those in the text.</summary>
    public IReadOnlyDictionary<string, long> Extents { get; init; } = new Dictionary<string, long>();

    public DeviceKind Target { get; init; } = DeviceKind.Cpu;

    /// <summary>A name of the catalogue; null for the CPU at hand, or the usual device of the architecture.</summary>
    public string? Device { get; init; }

    public string? Architecture { get; init; }

    /// <summary>A tiling expression; null to have one chosen.</summary>
    public string? Tiling { get; init; }

    /// <summary>Tile sizes, <c>m=64,n=32</c>; axes that are absent get theirs chosen.</summary>
    public string? Tiles { get; init; }

    public bool HasSchedule => Tiling is not null || Tiles is not null;

    public FusionMode Fusion { get; init; } = FusionMode.Always;

    /// <summary>The arithmetic of contractions of f32 operands: F32, or TF32 where the device has it. The CPU computes in f32 either way.</summary>
    public Precision Precision { get; init; } = Precision.F32;
}
