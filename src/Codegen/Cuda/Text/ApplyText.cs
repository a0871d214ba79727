using MCFuser.Codegen.Cuda.Kernels;

namespace MCFuser.Codegen.Cuda.Text;

/// <summary>Spells what is computed element by element.</summary>
internal sealed class ApplyText(KernelContext context, Writer writer)
{
    private KernelProgram Program => context.Program;

    public void Write(Apply apply)
    {
        var name = context.Names[apply.Destination];
        switch (Program.Register(apply.Destination))
        {
            case Accumulators sum:
                writer.Line($"{name}.apply([&](float& x, auto i, auto j, auto e) {{ x = {new ExpressionText(context, Place(sum)).Value(apply.Value)}; }});");
                break;
            case RowValues rows:
                writer.Line($"each2<{rows.Rows / 16}, 2>([&](auto i, auto r) {{ {name}.v[i][r] = {new ExpressionText(context, Place(rows)).Value(apply.Value)}; }});");
                break;
        }
    }

    public void Write(Mask mask)
    {
        var sum = (Accumulators)Program.Register(mask.Destination);
        var condition = new ExpressionText(context, Place(sum)).Truth(mask.Condition);
        var line = $"{context.Names[sum.Name]}.apply([&](float& x, auto i, auto j, auto e) {{ if (!{condition}) x = {KernelContext.Number(mask.Otherwise)}; }});";
        if (mask.Holds is not { } holds)
        {
            writer.Line(line);
            return;
        }

        var (_, last) = Range(sum, holds.Left);
        var (first, _) = Range(sum, holds.Right);
        writer.Open($"if ({last}{(holds.Offset == 0 ? "" : $" + {holds.Offset}")} > {first}) {{");
        writer.Line(line);
        writer.Close();
    }

    public void Write(MaskEdge edge)
    {
        var sum = (Accumulators)Program.Register(edge.Destination);
        var axis = Program.Axis(edge.Axis);
        var place = Place(sum);
        var position = edge.Axis == sum.ColumnAxis ? place.Column : place.Row;
        var line = $"{context.Names[sum.Name]}.apply([&](float& x, auto i, auto j, auto e) {{ if ({position} >= {axis.Extent}) x = {KernelContext.Number(edge.Value)}; }});";
        if (axis.Use == AxisUse.Whole)
        {
            writer.Line(line);
            return;
        }

        writer.Open($"if ({context.Origin(edge.Axis)} + {axis.Tile} > {axis.Extent}) {{");
        writer.Line(line);
        writer.Close();
    }

    public void Write(MapTile map)
    {
        var tile = Program.Tile(map.Tile);
        var (threads, thread) = tile.Scope == KernelScope.Block ? (Program.Threads, "thread") : (Program.PartThreads, "part_thread");
        var place = new ElementPlace(tile.RowAxis, "r", Plus(context.Origin(tile.RowAxis), "r"), tile.ColumnAxis, "c", Plus(context.Origin(tile.ColumnAxis), "c"), null);
        var text = new ExpressionText(context, place);
        var edges = string.Join(" && ", new[] { tile.RowAxis, tile.ColumnAxis }.Where(a => Program.Axis(a).IsRagged).Select(a => $"{text.Position(a)} < {Program.Axis(a).Extent}"));
        var type = KernelContext.Type(tile.Type);
        var value = text.Value(map.Value);
        writer.Open($"for (int x = {thread}; x < {tile.Rows * tile.Columns}; x += {threads}) {{");
        writer.Line($"const int r = x / {tile.Columns}, c = x % {tile.Columns};");
        writer.Line($"const float value = {(edges.Length == 0 ? value : $"{edges} ? {value} : 0.f")};");
        writer.Line($"write_shared<0>({context.Names[tile.Name]} + {KernelContext.Tile(tile)}::element(r, c), from_float<{type}>(value));");
        writer.Close();
    }

    private ElementPlace Place(Accumulators sum)
    {
        var (row, column) = ("row_of(i, e, lane)", "col_of(j, e, lane)");
        return new ElementPlace(
            sum.RowAxis, Plus(context.Offset(sum.Rows), row), Plus(context.WarpRow(sum.RowAxis, sum.Rows), row),
            sum.ColumnAxis, Plus(sum.IsDealt ? $"part * {sum.Columns}" : "0", column), Plus(context.FirstColumn(sum), column),
            register => register is RowValues ? $"{context.Names[register.Name]}.v[i][e / 2]" : $"{context.Names[register.Name]}.v[i][j][e]");
    }

    private ElementPlace Place(RowValues rows)
    {
        const string row = "row_of(i, r * 2, lane)";
        return new ElementPlace(
            rows.RowAxis, Plus(context.Offset(rows.Rows), row), Plus(context.WarpRow(rows.RowAxis, rows.Rows), row), "", "0", "0",
            register => $"{context.Names[register.Name]}.v[i][r]");
    }

    /// <summary>The first and the last position of the warp's accumulators along an axis.</summary>
    private (string First, string Last) Range(Accumulators sum, string axis)
    {
        var (first, length) = axis == sum.RowAxis ? (context.WarpRow(axis, sum.Rows), sum.Rows)
            : axis == sum.ColumnAxis ? (context.FirstColumn(sum), sum.Columns) : (context.Origin(axis), 1);
        return (first, Plus(first, (length - 1).ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static string Plus(string x, string y) => x == "0" ? y : y == "0" ? x : $"{x} + {y}";
}
