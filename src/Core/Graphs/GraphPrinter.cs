using System.Text;

namespace MCFuser.Core.Graphs;

/// <summary>Prints a graph in the chain language; reading the text back gives an equal graph.</summary>
public static class GraphPrinter
{
    public static string Print(OperatorGraph graph)
    {
        var text = new StringBuilder();
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"chain {graph.Name}({string.Join(", ", graph.Axes.Select(a => $"{a.Name} = {a.Extent}"))}) {{\n");
        foreach (var input in graph.Inputs) text.Append("  input ").Append(Declaration(input)).Append('\n');
        foreach (var definition in graph.Definitions)
        {
            var target = definition.Target;
            var left = definition.IsOutput ? $"output {Declaration(target)}" : $"{target.Name}[{string.Join(", ", target.Axes)}]";
            text.Append("  ").Append(left).Append(" = ").Append(definition.Value).Append('\n');
        }

        return text.Append("}\n").ToString();
    }

    private static string Declaration(Tensor tensor) => $"{tensor.Name}: {tensor.Type.Text()}[{string.Join(", ", tensor.Axes)}]";
}
