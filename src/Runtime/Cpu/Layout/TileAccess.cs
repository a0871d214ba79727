using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Runtime.Cpu.Layout;

/// <summary>Which on-chip buffers a statement touches itself, without its body.</summary>
internal static class TileAccess
{
    public static IEnumerable<string> TilesRead(this TileStatement statement, TileProgram program) => statement switch
    {
        Store store => [store.Source],
        Contract contract => [contract.Left, contract.Right],
        Map map => map.Value.SelfAndDescendants().OfType<Element>().Select(e => e.Buffer).Distinct(),
        Update update => [update.Source],
        Finish finish => [finish.Source, program.FindState(finish.State).Parts[1]],
        _ => [],
    };

    public static IEnumerable<string> TilesWritten(this TileStatement statement, TileProgram program) => statement switch
    {
        Load load => [load.Destination],
        Init init => program.FindState(init.State).Parts,
        Contract contract => [contract.Accumulator],
        Map map => [map.Destination],
        Update { Destination: null } update => program.FindState(update.State).Parts,
        Update update => [.. program.FindState(update.State).Parts, update.Destination],
        Combine combine => program.FindState(combine.State).Parts,
        Finish finish => [finish.Destination],
        _ => [],
    };
}
