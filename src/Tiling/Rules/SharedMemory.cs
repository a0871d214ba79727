using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;

namespace MCFuser.Tiling.Rules;

/// <summary>
/// Rule 4: drops candidates whose estimate exceeds 1.2 times the shared memory of a block. The estimate is the paper's: one tile of every input and
/// every contraction's result, in the operand type (A to E of two GEMMs).
/// </summary>
public sealed class SharedMemory
{
    public const string Name = "rule 4: shared memory";

    public const string Sentence = "a candidate whose tiles (one of each tensor) exceed 1.2 times the shared memory of a block is dropped";

    private readonly int[][] _tensors;
    private readonly string[] _names;
    private readonly long[] _extents;

    public SharedMemory(OperatorChain chain, DeviceSpec device)
    {
        var axes = chain.TiledAxes.Select(a => a.Name).ToList();
        var type = OperandType(chain);
        _tensors = [.. chain.Inputs.Select(t => t.Axes).Concat(chain.Contractions.Select(c => c.Target.Axes))
            .Select(t => t.Where(axes.Contains).Select(a => axes.IndexOf(a)).Distinct().ToArray())];
        _names = [.. chain.Inputs.Select(t => t.Name).Concat(chain.Contractions.Select(c => c.Target.Name))];
        _extents = [.. chain.TiledAxes.Select(a => a.Extent.Value)];
        Limit = device.SharedBytesPerBlock * 6 / 5 / type.Bytes();
    }

    /// <summary>The limit in elements.</summary>
    public long Limit { get; }

    /// <summary>The widest type among the floating-point inputs, f32 where there is none.</summary>
    public static DataType OperandType(OperatorChain chain)
    {
        var types = chain.Inputs.Select(i => i.Type).Where(t => t.IsFloat()).Distinct().ToList();
        return types is [var one] ? one : DataType.F32;
    }

    /// <summary>The estimate in elements, for tile sizes in the order of the chain's tiled axes.</summary>
    public long Elements(ReadOnlySpan<int> tiles)
    {
        var sum = 0L;
        foreach (var tensor in _tensors)
        {
            var area = 1L;
            foreach (var axis in tensor) area *= tiles[axis];
            sum += area;
        }

        return sum;
    }

    public bool Fits(ReadOnlySpan<int> tiles) => Elements(tiles) <= Limit;

    /// <summary>
    /// The estimate with live copies: a result whose tiles stay alive along an axis (bit i of its entry: tiled axis i) counts the whole extent there.
    /// </summary>
    public bool FitsLive(ReadOnlySpan<int> tiles, IReadOnlyDictionary<string, int> alive)
    {
        var sum = 0L;
        for (var t = 0; t < _tensors.Length; t++)
        {
            var area = 1L;
            var kept = alive.GetValueOrDefault(_names[t]);
            foreach (var axis in _tensors[t]) area *= (kept & (1 << axis)) != 0 ? _extents[axis] : tiles[axis];
            sum += area;
        }

        return sum <= Limit;
    }
}
