using MCFuser.Core;

namespace MCFuser.Tiling.Placement;

/// <summary>
/// Statements with the loops around each form a loop tree: neighbours share the loops of their common prefix. This is where that rule stands.
/// </summary>
public static class LoopList
{
    public static int CommonPrefix(EquatableArray<string> left, EquatableArray<string> right)
    {
        var length = 0;
        while (length < left.Count && length < right.Count && left[length] == right[length]) length++;
        return length;
    }

    public static bool StartsWith(this EquatableArray<string> path, EquatableArray<string> prefix) => CommonPrefix(path, prefix) == prefix.Count;

    /// <summary>
    /// The first place in the list of the loop instance that holds item <paramref name="index"/> at the given depth: putting an item with a path of
    /// that depth there puts it directly before the loop.
    /// </summary>
    public static int StartOfInstance<T>(IReadOnlyList<T> items, Func<T, EquatableArray<string>> path, int index, int depth)
    {
        var prefix = path(items[index]).Take(depth + 1).ToEquatableArray();
        if (prefix.Count <= depth) return index;
        while (index > 0 && path(items[index - 1]).StartsWith(prefix)) index--;
        return index;
    }

    /// <summary>True where two items stand in the same instance of the loops of the path, so that what one wrote is there for the other.</summary>
    public static bool ShareInstance<T>(IReadOnlyList<T> items, Func<T, EquatableArray<string>> path, int from, int to, EquatableArray<string> loops)
    {
        for (var i = Math.Min(from, to); i <= Math.Max(from, to); i++)
            if (!path(items[i]).StartsWith(loops)) return false;
        return true;
    }

    /// <summary>Builds the tree: <paramref name="leaf"/> makes a node of an item, <paramref name="loop"/> one of an axis and its body.</summary>
    public static EquatableArray<TNode> Build<T, TNode>(
        IReadOnlyList<T> items, Func<T, EquatableArray<string>> path, Func<T, TNode> leaf, Func<string, EquatableArray<TNode>, TNode> loop)
    {
        var position = 0;
        return Body(0);

        EquatableArray<TNode> Body(int depth)
        {
            var nodes = new List<TNode>();
            var around = position < items.Count ? path(items[position]).Take(depth).ToEquatableArray() : [];
            while (position < items.Count && path(items[position]).StartsWith(around))
            {
                var here = path(items[position]);
                nodes.Add(here.Count == depth ? leaf(items[position++]) : loop(here[depth], Body(depth + 1)));
            }

            return nodes.ToEquatableArray();
        }
    }
}
