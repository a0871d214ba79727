namespace MCFuser.Core.TilePrograms;

/// <summary>Walks over statements.</summary>
public static class TileStatements
{
    /// <summary>The statements and everything inside them, in program order.</summary>
    public static IEnumerable<TileStatement> WithNested(this IEnumerable<TileStatement> statements) =>
        statements.SelectMany(s => s.Children.WithNested().Prepend(s));

    /// <summary>The states that statements fold something into.</summary>
    public static IEnumerable<TileState> StatesUpdated(this TileProgram program, IEnumerable<TileStatement> statements) =>
        statements.WithNested().Select(s => s switch
        {
            Update update => program.FindState(update.State),
            Contract contract => program.States.First(state => state.Parts.Contains(contract.Accumulator)),
            _ => null,
        }).OfType<TileState>().Distinct();
}
