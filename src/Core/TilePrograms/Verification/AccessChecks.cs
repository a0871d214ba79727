using MCFuser.Core.Expressions;

namespace MCFuser.Core.TilePrograms.Verification;

/// <summary>Loads, stores and computations touch the memory they may touch, at positions that are defined.</summary>
internal static class AccessChecks
{
    public static void Run(ProgramView view)
    {
        foreach (var site in view.Sites)
        {
            foreach (var read in site.Statement.IndexReads()) IndexRead(view, site, read);
            switch (site.Statement)
            {
                case Load load:
                    if (IsOnChip(view, load.Source) || IsOutput(view, load.Source))
                        view.Report(site, $"{load.Source} is no input and no tensor in global memory");
                    Transfer(view, site, load.Destination, load.Source, load.Indices);
                    break;
                case Store store:
                    if (IsOnChip(view, store.Destination) || IsInput(view, store.Destination))
                        view.Report(site, $"{store.Destination} is no output and no tensor in global memory");
                    Transfer(view, site, store.Source, store.Destination, store.Indices);
                    var written = store.Indices.SelectMany(i => i.Axes()).ToHashSet();
                    foreach (var axis in view.Buffer(store.Source).Axes.Where(a => !written.Contains(a) && !view.IsSingle(a)))
                        view.Report(site, $"positions along axis {axis} of {store.Source} are stored over each other");
                    break;
                default:
                    foreach (var buffer in Touched(view, site.Statement).Where(b => !IsOnChip(view, b)))
                        view.Report(site, $"{buffer} is not on chip");
                    break;
            }

            foreach (var axis in Axes(view, site.Statement).Distinct().Where(a => !view.IsBound(site, a)))
                view.Report(site, $"axis {axis} has no current tile here: it is tiled, and no loop over it is around");
        }

        var stored = view.Sites.Select(s => s.Statement).OfType<Store>().Select(s => s.Destination).ToHashSet();
        foreach (var output in view.Program.Outputs.Where(o => !stored.Contains(o.Name)))
            view.Report($"output {output.Name} is never stored");
    }

    private static void Transfer(ProgramView view, Site site, string tile, string memory, EquatableArray<IndexExpression> indices)
    {
        if (!IsOnChip(view, tile)) view.Report(site, $"{tile} is not on chip");
        Arity(view, site, memory, indices.Count);
        var own = view.Buffer(tile).Axes.ToHashSet();
        foreach (var axis in indices.SelectMany(i => i.Axes()).Distinct().Where(a => !own.Contains(a)))
        {
            if (!view.IsSingle(axis)) view.Report(site, $"the position depends on axis {axis}, which {tile} lacks");
            else if (!view.IsBound(site, axis))
                view.Report(site, $"axis {axis} has no current tile here: it is tiled, and no loop over it is around");
        }
    }

    private static void IndexRead(ProgramView view, Site site, IndexRead read)
    {
        if (!IsInput(view, read.Tensor) || !view.Buffer(read.Tensor).Type.IsInteger())
            view.Report(site, $"the index reads {read.Tensor}, which is no integer input");
        Arity(view, site, read.Tensor, read.Indices.Count);
    }

    private static void Arity(ProgramView view, Site site, string buffer, int indices)
    {
        var rank = view.Buffer(buffer).Dimensions.Count;
        if (rank != indices) view.Report(site, $"{buffer} has {rank} dimensions and is accessed with {indices} indices");
    }

    /// <summary>The axes that a statement ranges over. Setting and merging a state reaches every tile that it keeps.</summary>
    private static IEnumerable<string> Axes(ProgramView view, TileStatement statement)
    {
        var everyTile = statement is Init or Combine;
        var dimensions = Touched(view, statement).Where(b => IsOnChip(view, b)).SelectMany(b => view.Buffer(b).Dimensions);
        var reduced = statement is Contract contract ? contract.Axes : [];
        return dimensions.Where(d => !everyTile || d.Live == LiveRange.Tile).Select(d => d.Axis).Concat(reduced);
    }

    private static IEnumerable<string> Touched(ProgramView view, TileStatement statement) =>
        statement.Reads(view).Concat(statement.Writes(view)).Distinct();

    private static bool IsOnChip(ProgramView view, string buffer) =>
        view.Buffer(buffer).Scope is MemoryScope.Cluster or MemoryScope.Shared or MemoryScope.Register;

    private static bool IsInput(ProgramView view, string buffer) => view.Program.Inputs.Any(b => b.Name == buffer);

    private static bool IsOutput(ProgramView view, string buffer) => view.Program.Outputs.Any(b => b.Name == buffer);
}
