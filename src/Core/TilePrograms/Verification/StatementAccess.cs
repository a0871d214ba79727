using MCFuser.Core.Expressions;

namespace MCFuser.Core.TilePrograms.Verification;

/// <summary>Which buffers and positions a statement touches itself, without its body.</summary>
internal static class StatementAccess
{
    /// <summary>The buffers whose values the statement uses; not the accumulator and the parts that it updates.</summary>
    public static IEnumerable<string> Reads(this TileStatement statement, ProgramView view) => statement switch
    {
        Load load => [load.Source],
        Store store => [store.Source],
        Contract contract => [contract.Left, contract.Right],
        Map map => map.Value.SelfAndDescendants().OfType<Element>().Select(e => e.Buffer).Distinct(),
        Update update => [update.Source],
        Finish finish => [finish.Source, .. view.State(finish.State).Parts.Skip(1).Take(1)],
        _ => [],
    };

    public static IEnumerable<string> Writes(this TileStatement statement, ProgramView view) => statement switch
    {
        Load load => [load.Destination],
        Store store => [store.Destination],
        Init init => view.State(init.State).Parts,
        Contract contract => [contract.Accumulator],
        Map map => [map.Destination],
        Update { Destination: null } update => view.State(update.State).Parts,
        Update update => [.. view.State(update.State).Parts, update.Destination],
        Combine combine => view.State(combine.State).Parts,
        Finish finish => [finish.Destination],
        _ => [],
    };

    /// <summary>The index expressions of a statement: positions in global memory, bounds, tests.</summary>
    public static IEnumerable<IndexExpression> Indices(this TileStatement statement) => statement switch
    {
        For loop => [loop.Low, loop.High],
        If test => [test.Left, test.Right],
        Load load => load.Indices,
        Store store => store.Indices,
        _ => [],
    };

    public static IEnumerable<IndexRead> IndexReads(this TileStatement statement) =>
        statement.Indices().SelectMany(i => i.SelfAndDescendants()).OfType<IndexRead>();

    /// <summary>The buffers that a statement names, states aside.</summary>
    public static IEnumerable<string> Buffers(this TileStatement statement) => statement switch
    {
        Load load => [load.Destination, load.Source],
        Store store => [store.Destination, store.Source],
        Contract contract => [contract.Accumulator, contract.Left, contract.Right],
        Map map => map.Value.SelfAndDescendants().OfType<Element>().Select(e => e.Buffer).Prepend(map.Destination).Distinct(),
        Update { Destination: null } update => [update.Source],
        Update update => [update.Source, update.Destination],
        Finish finish => [finish.Source, finish.Destination],
        _ => [],
    };

    public static string? State(this TileStatement statement) => statement switch
    {
        Init init => init.State,
        Update update => update.State,
        Combine combine => combine.State,
        Finish finish => finish.State,
        _ => null,
    };
}
