using MCFuser.Core.Expressions;

namespace MCFuser.Core.TilePrograms.Parsing;

/// <summary>Reads the body of a tile program, a statement a line.</summary>
internal sealed class TileStatementParser(TileTokenReader reader, IndexParser indices, ExpressionParser expressions)
{
    private static readonly string[] Keywords = ["for", "if", "load", "store", "init", "contract", "map", "update", "combine", "finish"];

    /// <summary>Statements up to a closing brace or the end of the text, which are left.</summary>
    public EquatableArray<TileStatement> Block()
    {
        var statements = new List<TileStatement>();
        while (!reader.Is("}") && reader.Current.Kind != TileTokenKind.EndOfText)
        {
            statements.Add(Statement());
            reader.EndLine();
        }

        return statements.ToEquatableArray();
    }

    private TileStatement Statement()
    {
        var keyword = reader.Take(TileTokenKind.Name, "a statement");
        return keyword.Text switch
        {
            "for" => Loop(),
            "if" => Test(),
            "load" => Load(),
            "store" => Store(),
            "init" => new Init(reader.Name("a state")),
            "contract" => Contract(),
            "map" => Map(),
            "update" => Update(),
            "combine" => Combine(),
            "finish" => Finish(),
            _ => throw reader.UnknownWord(keyword, "statement", Keywords),
        };
    }

    private For Loop()
    {
        var axis = reader.Name("an axis");
        reader.Expect("in");
        var low = indices.Parse();
        reader.Expect("..");
        var high = indices.Parse();
        return new For(axis, low, high, Binding(), Body());
    }

    private LoopBinding Binding()
    {
        if (reader.TryTake("on"))
        {
            reader.Expect("grid");
            return new GridLoop();
        }

        if (!reader.TryTake("split")) return new SerialLoop();
        var parts = (int)reader.Integer(1, int.MaxValue);
        reader.Expect("across");
        return new SplitLoop(parts, reader.Choice<SplitScope>("split"));
    }

    private If Test()
    {
        var left = indices.Parse();
        var op = Comparison();
        return new If(op, left, indices.Parse(), Body());
    }

    private CompareOperator Comparison()
    {
        foreach (var op in Enum.GetValues<CompareOperator>())
        {
            if (reader.TryTake(op.Text())) return op;
        }

        throw reader.Unexpected("a comparison");
    }

    private EquatableArray<TileStatement> Body() => reader.Nested(() =>
    {
        reader.Expect("{");
        reader.EndLine();
        var body = Block();
        reader.Expect("}");
        return body;
    });

    private Load Load()
    {
        var destination = reader.Name("a buffer");
        reader.Expect("=");
        var source = reader.Name("a buffer");
        return new Load(destination, source, Position());
    }

    private Store Store()
    {
        var destination = reader.Name("a buffer");
        var position = Position();
        reader.Expect("=");
        return new Store(destination, position, reader.Name("a buffer"));
    }

    /// <summary>A buffer without dimensions is written without brackets.</summary>
    private EquatableArray<IndexExpression> Position() => reader.Is("[") ? indices.List() : [];

    private Contract Contract()
    {
        var accumulator = reader.Name("a buffer");
        reader.Expect("+=");
        var left = reader.Name("a buffer");
        reader.Expect("*");
        var right = reader.Name("a buffer");
        reader.Expect("over");
        var axes = new List<string>();
        do axes.Add(reader.Name("an axis"));
        while (reader.TryTake(","));
        reader.Expect("in");
        return new Contract(accumulator, left, right, axes.ToEquatableArray(), reader.Choice<Precision>("precision"));
    }

    private Map Map()
    {
        var destination = reader.Name("a buffer");
        reader.Expect("=");
        return new Map(destination, expressions.Parse());
    }

    private Update Update()
    {
        var state = reader.Name("a state");
        reader.Expect("with");
        var source = reader.Name("a buffer");
        return new Update(state, source, reader.TryTake("into") ? reader.Name("a buffer") : null);
    }

    private Combine Combine()
    {
        var state = reader.Name("a state");
        reader.Expect("across");
        return new Combine(state, reader.Choice<SplitScope>("split"));
    }

    private Finish Finish()
    {
        var state = reader.Name("a state");
        reader.Expect("of");
        var source = reader.Name("a buffer");
        reader.Expect("into");
        return new Finish(state, source, reader.Name("a buffer"));
    }
}
