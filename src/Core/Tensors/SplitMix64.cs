using System.Text;

namespace MCFuser.Core.Tensors;

/// <summary>
/// The same numbers on every machine for the same seed.
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
/// </summary>
public sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A generator of its own for a name, so that one tensor's values do not depend on which others exist.</summary>
    public static SplitMix64 For(ulong seed, string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var octet in Encoding.UTF8.GetBytes(name)) hash = (hash ^ octet) * 1099511628211UL;
        return new SplitMix64(new SplitMix64(seed).Next() ^ hash);
    }

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform from low to high, both inclusive; biased by less than 2^-24 while the range is below 2^40.</summary>
    public long NextBetween(long low, long high) => low + (long)Math.BigMul(Next(), (ulong)(high - low) + 1, out _);
}
