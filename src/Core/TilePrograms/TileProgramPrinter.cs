using System.Globalization;
using System.Text;

namespace MCFuser.Core.TilePrograms;

/// <summary>Prints a tile program, a line per axis, buffer, state and statement. The text is also its form in a kernel package.</summary>
public static class TileProgramPrinter
{
    public static string Print(TileProgram program)
    {
        var text = new StringBuilder();
        Line(text, 0, $"tile program {program.Name}");
        Line(text, 1, $"tiling {program.Tiling}");
        foreach (var axis in program.Axes)
        {
            var fused = axis.Fused.Count == 0 ? "" : $" fused {string.Join(" ", axis.Fused)}";
            Line(text, 1, $"axis {axis.Name} = {axis.Extent} tile {axis.Tile} {axis.Role.ToString().ToLowerInvariant()}{fused}");
        }

        foreach (var buffer in program.Inputs) Line(text, 1, $"input {Buffer(buffer)}");
        foreach (var buffer in program.Outputs) Line(text, 1, $"output {Buffer(buffer)}");
        foreach (var buffer in program.Buffers) Line(text, 1, $"buffer {Buffer(buffer)}");
        foreach (var state in program.States) Line(text, 1, $"state {State(state)}");
        var schedule = program.Schedule;
        Line(text, 1, $"schedule warps {schedule.WarpsM} x {schedule.WarpsN} x {schedule.WarpsSplit} stages {schedule.Stages} cluster {schedule.ClusterSize}");
        Block(text, 1, program.Body);
        return text.ToString();
    }

    /// <summary>One statement without its body.</summary>
    public static string Head(TileStatement statement) => statement switch
    {
        For loop => $"for {loop.Axis} in {loop.Low} .. {loop.High}{Binding(loop.Binding)}",
        If test => $"if {test.Left} {Expressions.OperatorText.Text(test.Operator)} {test.Right}",
        Load load => $"load {load.Destination} = {load.Source}{Indices(load.Indices)}",
        Store store => $"store {store.Destination}{Indices(store.Indices)} = {store.Source}",
        Init init => $"init {init.State}",
        Contract c => $"contract {c.Accumulator} += {c.Left} * {c.Right} over {string.Join(", ", c.Axes)} in {c.Precision.ToString().ToLowerInvariant()}",
        Map map => $"map {map.Destination} = {map.Value}",
        Update { Destination: null } update => $"update {update.State} with {update.Source}",
        Update update => $"update {update.State} with {update.Source} into {update.Destination}",
        Combine combine => $"combine {combine.State} across {combine.Across.ToString().ToLowerInvariant()}",
        Finish finish => $"finish {finish.State} of {finish.Source} into {finish.Destination}",
        _ => throw new InvalidOperationException($"unknown statement {statement.GetType().Name}"),
    };

    private static void Block(StringBuilder text, int depth, EquatableArray<TileStatement> statements)
    {
        foreach (var statement in statements)
        {
            var nested = statement is For or If;
            Line(text, depth, nested ? $"{Head(statement)} {{" : Head(statement));
            if (!nested) continue;
            Block(text, depth + 1, statement.Children);
            Line(text, depth, "}");
        }
    }

    private static string Buffer(TileBuffer buffer)
    {
        var dimensions = buffer.Dimensions.Select(d => d.Live switch
        {
            LiveRange.Whole when buffer.Scope != MemoryScope.Global => d.Axis + "*",
            LiveRange.PerTile => "#" + d.Axis,
            _ => d.Axis,
        });
        var strides = buffer.Strides.Count == 0 ? "" : $" strides [{string.Join(", ", buffer.Strides)}]";
        return $"{buffer.Name}: {buffer.Type.Text()} {buffer.Scope.ToString().ToLowerInvariant()} [{string.Join(", ", dimensions)}]{strides} align {buffer.Alignment}";
    }

    private static string State(TileState state)
    {
        var rescaled = state.RescaledBy is null ? "" : $" rescaled by {state.RescaledBy}";
        return $"{state.Name} = {state.Monoid.ToString().ToLowerInvariant()}[{string.Join(", ", state.Axes)}]({string.Join(", ", state.Parts)}){rescaled}";
    }

    private static string Binding(LoopBinding binding) => binding switch
    {
        SerialLoop => "",
        GridLoop => " on grid",
        SplitLoop split => $" split {split.Parts} across {split.Scope.ToString().ToLowerInvariant()}",
        _ => throw new InvalidOperationException($"unknown binding {binding.GetType().Name}"),
    };

    private static string Indices(EquatableArray<Expressions.IndexExpression> indices) => indices.Count == 0 ? "" : $"[{string.Join(", ", indices)}]";

    private static void Line(StringBuilder text, int depth, FormattableString line) =>
        text.Append(' ', 2 * depth).Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static void Line(StringBuilder text, int depth, string line) => text.Append(' ', 2 * depth).Append(line).Append('\n');
}
