using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering.Passes;

/// <summary>A map whose one reader is a later map of the same statement list becomes part of it; nothing between may change what it reads.</summary>
internal static class InlineMaps
{
    public static TileProgram Apply(TileProgram program) => program with { Body = Apply(program, program.Body) };

    private static EquatableArray<TileStatement> Apply(TileProgram program, EquatableArray<TileStatement> body)
    {
        var statements = body.Select(s => s is For loop ? loop with { Body = Apply(program, loop.Body) } : s).ToList();
        for (var i = 0; i < statements.Count; i++)
        {
            if (statements[i] is not Map map || Reader(program, statements, i, map) is not { } reader) continue;
            var into = (Map)statements[reader];
            statements[reader] = into with { Value = into.Value.Rewrite(e => e is Element(var name) && name == map.Destination ? map.Value : e) };
            statements.RemoveAt(i--);
        }

        return statements.ToEquatableArray();
    }

    private static int? Reader(TileProgram program, List<TileStatement> statements, int at, Map map)
    {
        var uses = program.Body.WithNested().Sum(s => Uses(s, map.Destination));
        if (uses != 1 || map.Value is Element || program.FindBuffer(map.Destination).Type != DataType.F32) return null;
        var sources = Elements(map.Value).Append(map.Destination).ToHashSet();
        for (var i = at + 1; i < statements.Count; i++)
        {
            if (statements[i] is Map reader && Elements(reader.Value).Contains(map.Destination)) return i;
            if (statements[i] is For or If || Writes(program, statements[i]).Any(sources.Contains)) return null;
        }

        return null;
    }

    private static IEnumerable<string> Elements(Expression value) => value.SelfAndDescendants().OfType<Element>().Select(e => e.Buffer);

    private static int Uses(TileStatement statement, string buffer) => statement switch
    {
        Map map => Elements(map.Value).Count(b => b == buffer),
        Contract contract => Count(buffer, contract.Left, contract.Right),
        Update update => Count(buffer, update.Source),
        Finish finish => Count(buffer, finish.Source),
        Store store => Count(buffer, store.Source),
        _ => 0,
    };

    private static int Count(string buffer, params IEnumerable<string> names) => names.Count(n => n == buffer);

    private static IEnumerable<string> Writes(TileProgram program, TileStatement statement) => statement switch
    {
        Map map => [map.Destination],
        Load load => [load.Destination],
        Contract contract => [contract.Accumulator],
        Init init => program.FindState(init.State).Parts,
        Update update => program.FindState(update.State).Parts.Append(update.Destination ?? ""),
        Finish finish => [finish.Destination],
        Combine combine => program.FindState(combine.State).Parts,
        _ => [],
    };
}
