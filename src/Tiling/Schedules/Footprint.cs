using MCFuser.Core;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Tiling.Schedules;

/// <summary>The bytes that a tile program keeps on chip, live copies included.</summary>
public static class Footprint
{
    public static long Bytes(TileProgram program) => program.Buffers.Sum(b => Bytes(program, b));

    public static long Bytes(TileProgram program, TileBuffer buffer) =>
        buffer.Dimensions.Aggregate((long)buffer.Type.Bytes(), (n, d) => checked(n * Length(program.FindAxis(d.Axis), d.Live)));

    private static long Length(TileAxis axis, LiveRange live) => live switch
    {
        LiveRange.Tile => axis.Tile,
        LiveRange.Whole => axis.Tiles * axis.Tile,
        _ => axis.Tiles,
    };
}
