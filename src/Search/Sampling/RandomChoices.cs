using MCFuser.Core.Tensors;

namespace MCFuser.Search.Sampling;

internal static class RandomChoices
{
    /// <summary>Uniform in [0, <paramref name="bound"/>).</summary>
    public static int Below(this SplitMix64 random, int bound) => (int)random.NextBetween(0, bound - 1);

    /// <summary>A random order, in place.</summary>
    public static void Shuffle<T>(this SplitMix64 random, IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var other = random.Below(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}
