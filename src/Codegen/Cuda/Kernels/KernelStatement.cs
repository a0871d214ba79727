using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Kernels;

/// <summary>One statement of a kernel; all warps of its scope execute it. <c>Note</c> is the tile statement it stems from.</summary>
public abstract record KernelStatement
{
    public string? Note { get; init; }
}

/// <summary>Runs for the tiles of an axis that start in [Low, High). In a split loop each part takes every <c>Parts</c>-th tile.</summary>
/// <param name="Pipeline">What copies ahead for it, null without.</param>
public sealed record KernelLoop(
    string Axis, IndexExpression Low, IndexExpression High, SplitScope? Split, string? Pipeline, EquatableArray<KernelStatement> Body) : KernelStatement;

/// <summary>Starts copies of tiles outside of loops; they are one group.</summary>
public sealed record IssueCopies(EquatableArray<TileCopy> Copies) : KernelStatement;

/// <summary>Starts the first steps of a pipeline.</summary>
public sealed record StartPipeline(string Pipeline) : KernelStatement;

/// <summary>Waits for the copies of the next step, meets the others, and starts the copies that the freed slot is for.</summary>
public sealed record AcquireStep(string Pipeline) : KernelStatement;

/// <summary>Waits until at most <c>Pending</c> of the groups started last are under way, and meets the others.</summary>
public sealed record AwaitCopies(int Pending, KernelScope Scope) : KernelStatement;

/// <summary>A barrier of the scope's threads: what they wrote to shared memory before is there for all.</summary>
public sealed record Synchronize(KernelScope Scope) : KernelStatement;

/// <summary>Sets accumulators or row values.</summary>
public sealed record Fill(string Register, double Value) : KernelStatement;

public sealed record StartSoftmax(string Softmax) : KernelStatement;

/// <summary>Operand = the warp's rows of a tile.</summary>
public sealed record LoadOperand(string Operand, string Tile) : KernelStatement;

/// <summary>Operand = accumulators, rounded.</summary>
public sealed record PackOperand(string Operand, string Source) : KernelStatement;

/// <summary>Accumulator (+)= Left Right over an axis. Left: an operand, accumulators (not in 16-bit precision) or a tile; Right: a tile.</summary>
/// <param name="First">The accumulator is set, not added to.</param>
public sealed record Multiply(string Accumulator, string Left, string Right, string Axis, int Depth, bool First, Precision Precision) : KernelStatement;

/// <summary>Destination[row, column] = Value, for accumulators; [row] for row values.</summary>
public sealed record Apply(string Destination, Expression Value) : KernelStatement;

/// <summary>Destination = Otherwise where the condition fails. Skipped for tiles where <c>Holds</c> says that it holds everywhere.</summary>
/// <param name="Holds">The largest left and the smallest right side of a comparison, as offsets from two axes; null if there is no such test.</param>
public sealed record Mask(string Destination, Expression Condition, double Otherwise, AxisComparison? Holds) : KernelStatement;

/// <summary><c>Left + Offset &lt;= Right</c> for all positions of two axes.</summary>
public sealed record AxisComparison(string Left, string Right, long Offset);

/// <summary>Destination = Value in rows and columns at or beyond the extents of the axes.</summary>
public sealed record MaskEdge(string Destination, string Axis, double Value) : KernelStatement;

/// <summary>Values become ex2(values * Scale - running maximum); what was accumulated is rescaled where the maximum grows.</summary>
public sealed record UpdateSoftmax(string Softmax, string Values, double Scale, EquatableArray<string> Rescaled) : KernelStatement;

/// <summary>Adds exponentials to the running sum: accumulators, or the operand they were packed into.</summary>
public sealed record SumSoftmax(string Softmax, string Values) : KernelStatement;

/// <summary>Folds the columns of accumulators into row values.</summary>
public sealed record Fold(string Rows, string Source, Monoid Monoid) : KernelStatement;

/// <summary>Destination = Source divided by the softmax's sum of its row, 0 where that is 0.</summary>
public sealed record Normalize(string Destination, string Source, string Softmax) : KernelStatement;

/// <summary>Tile = accumulators, rounded to the tile's type.</summary>
public sealed record Spill(string Tile, string Source) : KernelStatement;

/// <summary>A one-row tile = row values.</summary>
public sealed record SpillRows(string Tile, string Source) : KernelStatement;

/// <summary>Tile[row, column] = Value, which reads no registers; 0 beyond the extents.</summary>
public sealed record MapTile(string Tile, Expression Value) : KernelStatement;

/// <summary>
/// Merges what the parts of a split loop made: <c>Sources</c> are accumulators and rows that are folded by <c>Monoid</c> or rescaled by a softmax. Of each
/// source with columns a part keeps its share of them; parts beyond <c>Owners</c> are done.
/// </summary>
public sealed record Merge(SplitScope Across, EquatableArray<MergedValue> Values, int Owners, int Offset) : KernelStatement;

/// <param name="Softmax">The softmax whose running maximum the source is relative to, null without.</param>
public sealed record MergedValue(string Destination, string Source, Monoid Monoid, string? Softmax);

/// <summary>Tensor[indices] = Source, rounded. <c>Origin</c> has the first element of the tile.</summary>
/// <param name="Width">Bytes that rows are aligned to; 0 where columns are not contiguous, so that elements are stored one by one.</param>
/// <param name="Offset">The warps' memory for 16 rows each, in the block's shared memory.</param>
public sealed record StoreTile(
    string Tensor, EquatableArray<IndexExpression> Origin, string Source, long RowStride, long ColumnStride, int Width, int Offset) : KernelStatement;
