namespace MCFuser.Core.TilePrograms;

/// <summary>
/// One kernel in terms of tiles: what is loaded, computed, stored, in which loops, and which memory holds it.
/// It says nothing of barriers, pipeline slots or fragments; those belong to the back ends.
/// </summary>
public sealed record TileProgram(
    string Name,
    string Tiling,
    EquatableArray<TileAxis> Axes,
    EquatableArray<TileBuffer> Inputs,
    EquatableArray<TileBuffer> Outputs,
    EquatableArray<TileBuffer> Buffers,
    EquatableArray<TileState> States,
    EquatableArray<TileStatement> Body,
    Schedule Schedule)
{
    public TileAxis FindAxis(string name) => Axes.First(a => a.Name == name);

    public TileBuffer FindBuffer(string name) => Inputs.Concat(Outputs).Concat(Buffers).First(b => b.Name == name);

    public TileState FindState(string name) => States.First(s => s.Name == name);

    public override string ToString() => TileProgramPrinter.Print(this);
}
