using MCFuser.Core;
using MCFuser.Core.Expressions;

namespace MCFuser.Tiling.Placement;

public enum StatementKind
{
    Load,
    Compute,
    Store,
}

/// <summary>
/// A statement of the placement DAG: it loads a tile of an input, computes a tile of a step, or stores a tile of an output.
/// The scope edges are its path: the in-block loops around it, from the outside in. The order edges are its place in the list.
/// </summary>
/// <param name="Tensor">The input read, or the step computed or stored.</param>
/// <param name="Step">The step that the statement serves.</param>
/// <param name="Indices">Where a load reads the input.</param>
/// <param name="Axes">The axes that index the tile.</param>
public sealed record PlacedStatement(
    StatementKind Kind, string Tensor, string Step, EquatableArray<IndexExpression> Indices, EquatableArray<string> Axes, EquatableArray<string> Path)
{
    /// <summary><c>LA</c>, <c>CC</c>, <c>SE</c>: the letter of the kind and the tensor.</summary>
    public string Label => $"{Kind.ToString()[0]}{Tensor}";

    public bool LoadsSame(PlacedStatement other) => Kind == StatementKind.Load && other.Kind == StatementKind.Load && Tensor == other.Tensor && Indices == other.Indices;
}
