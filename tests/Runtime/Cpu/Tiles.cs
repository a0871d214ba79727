using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Tests.Runtime.Cpu;

/// <summary>Short forms in which the tests write tile programs.</summary>
internal static class Tiles
{
    public static TileAxis Axis(string name, long extent, int tile, AxisRole role = AxisRole.Reduction) =>
        new(name, new ConstantExtent(extent), tile, role, []);

    public static TileBuffer Tensor(string name, DataType type, params string[] axes) =>
        new(name, type, MemoryScope.Global, axes.Select(a => new BufferDimension(a, LiveRange.Whole)).ToEquatableArray(), [], 16);

    /// <summary>Dimensions as printed: <c>m</c> a tile, <c>m*</c> all of them, <c>#m</c> one element a tile.</summary>
    public static TileBuffer Tile(string name, params string[] dimensions) =>
        new(name, DataType.F32, MemoryScope.Shared, dimensions.Select(Dimension).ToEquatableArray(), [], 16);

    public static TileState Sum(string part, params string[] axes) => new(part, Monoid.Sum, [.. axes], [part], null);

    public static TileState Softmax(string name, params string[] axes) =>
        new(name, Monoid.Softmax, [.. axes], [$"{name}.max", $"{name}.sum", $"{name}.scale"], null);

    public static TileState Rescaled(string part, string softmax, params string[] axes) =>
        new(part, Monoid.Sum, [.. axes], [part], softmax);

    public static For Grid(TileAxis axis, params TileStatement[] body) => Loop(axis, new GridLoop(), body);

    public static For Serial(TileAxis axis, params TileStatement[] body) => Loop(axis, new SerialLoop(), body);

    public static For Split(TileAxis axis, int parts, params TileStatement[] body) =>
        Loop(axis, new SplitLoop(parts, SplitScope.Warp), body);

    public static For Loop(TileAxis axis, LoopBinding binding, params TileStatement[] body) =>
        new(axis.Name, new IndexConstant(0), new IndexExtent(axis.Name), binding, [.. body]);

    public static Load Load(string destination, string source, params string[] indices) => new(destination, source, At(indices));

    public static Store Store(string destination, string[] indices, string source) => new(destination, At(indices), source);

    public static Contract Contract(string accumulator, string left, string right, params string[] axes) =>
        new(accumulator, left, right, [.. axes], Precision.F32);

    public static EquatableArray<IndexExpression> At(params string[] axes) =>
        axes.Select(IndexExpression (a) => new IndexAxis(a)).ToEquatableArray();

    public static Expression Of(string buffer) => new Element(buffer);

    public static Expression Times(Expression x, Expression y) => new Binary(BinaryOperator.Multiply, x, y);

    public static TileProgram Program(
        TileAxis[] axes,
        TileBuffer[] inputs,
        TileBuffer[] outputs,
        TileBuffer[] buffers,
        TileState[] states,
        params TileStatement[] body) =>
        new("test", "", [.. axes], [.. inputs], [.. outputs], [.. buffers], [.. states], [.. body], new Schedule());

    private static BufferDimension Dimension(string text) => text switch
    {
        ['#', ..] => new BufferDimension(text[1..], LiveRange.PerTile),
        [.., '*'] => new BufferDimension(text[..^1], LiveRange.Whole),
        _ => new BufferDimension(text, LiveRange.Tile),
    };
}
