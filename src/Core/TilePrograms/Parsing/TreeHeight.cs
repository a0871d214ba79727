namespace MCFuser.Core.TilePrograms.Parsing;

/// <summary>
/// Long sums lean to the left without nesting in the text, so that the limit on nesting does not bound the tree; walks over a tree
/// recurse, so its height must be bounded.
/// </summary>
internal static class TreeHeight
{
    public const int Maximum = 1024;

    public static bool IsTooHigh<T>(T root, Func<T, IEnumerable<T>> children)
    {
        var open = new Stack<(T Node, int Height)>([(root, 1)]);
        while (open.TryPop(out var item))
        {
            if (item.Height > Maximum) return true;
            foreach (var child in children(item.Node)) open.Push((child, item.Height + 1));
        }

        return false;
    }
}
