using MCFuser.Core.Expressions;

namespace MCFuser.Frontend.Names;

/// <summary>The names that no axis and no tensor can have.</summary>
public static class ReservedNames
{
    private static readonly string[] Keywords = ["chain", "input", "output", "and", "or", "not", "inf"];

    private static readonly HashSet<string> All = [.. Keywords, .. Functions];

    /// <summary>Everything that is written as a call, reductions included, sorted.</summary>
    public static IEnumerable<string> Functions => OperatorText.FunctionNames
        .Concat(["pow", "mod", "max", "min", "sum", "mean", "softmax", "where", "extent"])
        .Order(StringComparer.Ordinal);

    public static bool Contains(string name) => All.Contains(name);

    public static bool IsFunction(string name) => Contains(name) && !Keywords.Contains(name);
}
