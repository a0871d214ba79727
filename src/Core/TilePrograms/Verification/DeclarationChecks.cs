using MCFuser.Core.Chains;

namespace MCFuser.Core.TilePrograms.Verification;

/// <summary>Axes, buffers and states: names are unique and printable, declarations agree with each other.</summary>
internal static class DeclarationChecks
{
    private static readonly HashSet<string> Reserved = ["inf", "and", "or", "not"];

    public static void Run(ProgramView view)
    {
        var program = view.Program;
        var buffers = program.Inputs.Concat(program.Outputs).Concat(program.Buffers).ToList();
        Unique(view, "name", program.Axes.Select(a => a.Name).Concat(buffers.Select(b => b.Name)));
        Unique(view, "state", program.States.Select(s => s.Name));
        Unique(view, "state part", program.States.SelectMany(s => s.Parts));
        if (!IsName(program.Name)) view.Report($"the program's name '{program.Name}' is no name");
        foreach (var axis in program.Axes)
        {
            if (axis.Tile < 1) view.Report($"axis {axis.Name} has the tile size {axis.Tile}");
        }

        foreach (var buffer in program.Inputs.Concat(program.Outputs))
        {
            if (buffer.Scope != MemoryScope.Global)
                view.Report($"{buffer.Name} is an input or output and lies in {Lower(buffer.Scope)} memory");
        }

        foreach (var buffer in buffers) Buffer(view, buffer);
        foreach (var state in program.States) State(view, state);
    }

    private static void Unique(ProgramView view, string what, IEnumerable<string> names)
    {
        foreach (var group in names.GroupBy(n => n))
        {
            if (group.Count() > 1) view.Report($"the {what} {group.Key} is declared {group.Count()} times");
            if (!IsName(group.Key)) view.Report($"the {what} '{group.Key}' cannot be written in a tile program");
        }
    }

    private static void Buffer(ProgramView view, TileBuffer buffer)
    {
        if (buffer.Strides.Count > 0 && buffer.Strides.Count != buffer.Dimensions.Count)
            view.Report($"buffer {buffer.Name} has {buffer.Dimensions.Count} dimensions and {buffer.Strides.Count} strides");
        foreach (var axis in buffer.Strides.SelectMany(ReferenceChecks.AxesAndExtents).Where(a => !view.HasAxis(a)))
            view.Report($"a stride of {buffer.Name} names the unknown axis {axis}");
        if (buffer.Alignment < 1) view.Report($"buffer {buffer.Name} is aligned to {buffer.Alignment}");
        var global = buffer.Scope == MemoryScope.Global;
        foreach (var dimension in buffer.Dimensions)
        {
            if (!view.HasAxis(dimension.Axis)) view.Report($"buffer {buffer.Name} has a dimension of the unknown axis {dimension.Axis}");
            else if (!global && view.Axis(dimension.Axis).Role == AxisRole.Dimension)
                view.Report($"buffer {buffer.Name} has a dimension of axis {dimension.Axis}, which only global memory may have");
            if (global && dimension.Live != LiveRange.Whole)
                view.Report($"buffer {buffer.Name} is global and holds only a part of axis {dimension.Axis}");
        }

        var twice = buffer.Axes.GroupBy(a => a).FirstOrDefault(g => g.Count() > 1);
        if (!global && twice is not null) view.Report($"buffer {buffer.Name} has two dimensions of axis {twice.Key}");
    }

    private static void State(ProgramView view, TileState state)
    {
        var parts = state.Monoid == Monoid.Softmax ? 3 : 1;
        if (state.Parts.Count != parts) view.Report($"state {state.Name} has {state.Parts.Count} parts; {Lower(state.Monoid)} has {parts}");
        foreach (var axis in state.Axes.Where(a => !view.HasAxis(a)))
            view.Report($"state {state.Name} accumulates over the unknown axis {axis}");
        foreach (var part in state.Parts)
        {
            if (!view.HasBuffer(part)) view.Report($"state {state.Name} has the unknown part {part}");
            else if (view.Buffer(part).Axes.FirstOrDefault(a => state.Axes.Contains(a)) is { } own)
                view.Report($"state {state.Name} accumulates over axis {own}, which its part {part} has as a dimension");
        }

        if (state.RescaledBy is not { } softmax) return;
        if (state.Monoid != Monoid.Sum) view.Report($"state {state.Name} is rescaled and is no sum");
        if (!view.HasState(softmax) || view.State(softmax).Monoid != Monoid.Softmax)
            view.Report($"state {state.Name} is rescaled by {softmax}, which is no softmax state");
    }

    private static bool IsName(string name) =>
        !Reserved.Contains(name) && !char.IsAsciiDigit(name.FirstOrDefault())
        && name.Split('.').All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'));

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
