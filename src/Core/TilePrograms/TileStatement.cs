using MCFuser.Core.Expressions;

namespace MCFuser.Core.TilePrograms;

public enum SplitScope
{
    Warp,
    Cluster,
    Grid,
}

/// <summary>The arithmetic of a contraction; accumulation is always in f32.</summary>
public enum Precision
{
    F32,
    TF32,
    F16,
    BF16,
}

/// <summary>How the tiles of a loop are executed.</summary>
public abstract record LoopBinding;

/// <summary>One after the other.</summary>
public sealed record SerialLoop : LoopBinding;

/// <summary>In different thread blocks (tasks of the CPU), in any order.</summary>
public sealed record GridLoop : LoopBinding;

/// <summary>Dealt out to parts: part p takes tiles p, p + parts, ... Every state updated inside has a copy for each part until it is combined.</summary>
public sealed record SplitLoop(int Parts, SplitScope Scope) : LoopBinding;

/// <summary>
/// One statement of a tile program. Each ranges, along every axis of its buffers, over the valid part of the current tile
/// (the whole axis where it is untiled): positions at or beyond the extent are neither read nor written.
/// </summary>
public abstract record TileStatement
{
    public virtual EquatableArray<TileStatement> Children => [];
}

/// <summary>Runs the body for the tiles of the axis that start in [Low, High); Low is a multiple of the tile.</summary>
public sealed record For(string Axis, IndexExpression Low, IndexExpression High, LoopBinding Binding, EquatableArray<TileStatement> Body) : TileStatement
{
    public override EquatableArray<TileStatement> Children => Body;
}

/// <summary>Runs the body where a comparison of tile positions holds.</summary>
public sealed record If(CompareOperator Operator, IndexExpression Left, IndexExpression Right, EquatableArray<TileStatement> Body) : TileStatement
{
    public override EquatableArray<TileStatement> Children => Body;
}

/// <summary>Destination[its axes] = Source[Indices]: global memory to a tile, converted to the tile's type.</summary>
public sealed record Load(string Destination, string Source, EquatableArray<IndexExpression> Indices) : TileStatement;

/// <summary>Destination[Indices] = Source[its axes]: a tile to global memory, rounded to the tensor's type.</summary>
public sealed record Store(string Destination, EquatableArray<IndexExpression> Indices, string Source) : TileStatement;

/// <summary>Sets the parts of a state to the neutral element.</summary>
public sealed record Init(string State) : TileStatement;

/// <summary>Accumulator[...] += sum over Axes of Left[...] * Right[...]. The accumulator is the part of a sum state.</summary>
public sealed record Contract(string Accumulator, string Left, string Right, EquatableArray<string> Axes, Precision Precision) : TileStatement;

/// <summary>Destination[its axes] = Value; the buffers that Value reads have a subset of those axes.</summary>
public sealed record Map(string Destination, Expression Value) : TileStatement;

/// <summary>
/// Folds a tile into a state, over the axes of the source that the state's parts lack. Of a softmax state it also writes
/// Destination = exp(Source - new maximum), 0 where the maximum is -inf.
/// </summary>
public sealed record Update(string State, string Source, string? Destination) : TileStatement;

/// <summary>Merges the copies that a split loop made of a state, all live tiles of them. The softmax state of a rescaled sum is combined before the sum.</summary>
public sealed record Combine(string State, SplitScope Across) : TileStatement;

/// <summary>Destination = Source divided by the sum of a softmax state, 0 where that sum is 0.</summary>
public sealed record Finish(string State, string Source, string Destination) : TileStatement;
