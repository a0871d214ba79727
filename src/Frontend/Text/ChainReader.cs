using Antlr4.Runtime;
using MCFuser.Core;
using MCFuser.Core.Graphs;
using MCFuser.Frontend.Grammar;
using MCFuser.Frontend.Names;

namespace MCFuser.Frontend.Text;

/// <summary>Turns the syntax tree of one chain into a graph.</summary>
internal sealed class ChainReader(Report report)
{
    private readonly SourceMap _map = new();

    public ParsedGraph Read(McfParser.ChainContext chain)
    {
        var axes = chain.axis().Select(ReadAxis).ToEquatableArray();
        var statements = chain.statement();
        var scope = new TextScope(axes.Select(a => a.Name), statements.Select(s => NameOf(s).Text));
        var expressions = new ExpressionReader(scope, _map, report);
        var inputs = statements.Where(s => s.INPUT() is not null).Select(s => ReadDeclaration(s.declaration()));
        var definitions = statements.Where(s => s.INPUT() is null).Select(s => ReadDefinition(s, expressions));
        var graph = new OperatorGraph(chain.NAME().GetText(), axes, inputs.ToEquatableArray(), definitions.ToEquatableArray());
        return new ParsedGraph(_map.Add(graph, chain.NAME().Span()), _map);
    }

    private static IToken NameOf(McfParser.StatementContext statement) => (statement.declaration()?.NAME() ?? statement.NAME()).Symbol;

    private Axis ReadAxis(McfParser.AxisContext axis)
    {
        var name = axis.NAME();
        CheckName(name.Symbol);
        var bounds = axis.extent().integer();
        var low = ReadExtent(bounds[0]);
        Extent extent = bounds.Length == 1 ? new ConstantExtent(low) : new SymbolicExtent(low, ReadExtent(bounds[1]));
        return _map.Add(new Axis(name.GetText(), extent), name.Span(), axis.extent().Span());
    }

    private long ReadExtent(McfParser.IntegerContext integer)
    {
        if (Literals.TryReadInteger(integer.GetText(), out var value)) return value;
        report.Add(FrontendErrors.NumberTooLarge(integer.GetText()), integer.Span());
        return 1;
    }

    private Tensor ReadDeclaration(McfParser.DeclarationContext declaration)
    {
        var name = declaration.NAME();
        CheckName(name.Symbol);
        var type = declaration.type();
        if (!DataTypes.TryParse(type.GetText(), out var dtype)) report.Add(FrontendErrors.UnknownType(type.GetText()), type.Span());
        return ReadTensor(name.Symbol, dtype, declaration.names());
    }

    private Definition ReadDefinition(McfParser.StatementContext statement, ExpressionReader expressions)
    {
        if (statement.declaration() is null) CheckName(statement.NAME().Symbol);
        var target = statement.declaration() is { } declaration
            ? ReadDeclaration(declaration)
            : ReadTensor(statement.NAME().Symbol, DataType.F32, statement.names());
        var value = expressions.Read(statement.expression());
        return _map.Add(new Definition(target, value, statement.OUTPUT() is not null), statement.Span());
    }

    private Tensor ReadTensor(IToken name, DataType type, McfParser.NamesContext? axes)
    {
        var names = axes?.name() ?? [];
        var tensor = new Tensor(name.Text, type, names.Select(n => n.GetText()).ToEquatableArray());
        return _map.Add(tensor, name.Span(), names.Select(n => n.Span()));
    }

    private void CheckName(IToken name)
    {
        if (ReservedNames.Contains(name.Text)) report.Add(FrontendErrors.ReservedName(name.Text), name.Span());
    }
}
