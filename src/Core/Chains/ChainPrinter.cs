using System.Text;
using MCFuser.Core.Expressions;

namespace MCFuser.Core.Chains;

/// <summary>Prints a chain: a line for the axes by role, a line per input, a line per step.</summary>
public static class ChainPrinter
{
    public static string Print(OperatorChain chain)
    {
        var text = new StringBuilder($"operator chain {chain.Name}\n");
        foreach (var role in Enum.GetValues<AxisRole>())
        {
            var axes = chain.Axes.Where(a => a.Role == role).Select(a => $"{a.Name} = {a.Extent}").ToList();
            if (axes.Count > 0) text.Append("  ").Append(role.ToString().ToLowerInvariant()).Append(' ').AppendJoin(", ", axes).Append('\n');
        }

        foreach (var input in chain.Inputs) text.Append("  input ").Append(input.Name).Append(": ").Append(input.Type.Text()).Append('[').AppendJoin(", ", input.Axes).Append("]\n");
        foreach (var step in chain.Steps) text.Append("  ").Append(chain.Outputs.Contains(step.Target.Name) ? "output " : "").Append(step).Append('\n');
        return text.ToString();
    }

    internal static string Left(ChainStep step) => $"{step.Target.Name}: {step.Target.Type.Text()}[{string.Join(", ", step.Target.Axes)}]";

    internal static string Product(EquatableArray<Expression> factors) =>
        string.Join(" * ", factors.Select(f => f is TensorRead ? f.ToString() : $"({f})"));
}
