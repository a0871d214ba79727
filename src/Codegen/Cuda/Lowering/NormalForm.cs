using MCFuser.Codegen.Cuda.Lowering.Passes;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>Rewrites a tile program so that every tile is a matrix, a vector or a number, and every contraction makes a matrix.</summary>
internal static class NormalForm
{
    public static TileProgram Of(TileProgram program) =>
        InlineMaps.Apply(VectorContractions.Apply(NarrowExtraAxes.Apply(MergeLiveTiles.Apply(program))));
}
