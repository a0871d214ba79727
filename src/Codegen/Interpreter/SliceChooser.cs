using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;

namespace MCFuser.Codegen.Interpreter;

/// <summary>Chooses which part of a graph's outputs to check.</summary>
public static class SliceChooser
{
    public const double DefaultBudget = 2e8;
    private const long DefaultTile = 16;

    /// <summary>
    /// Everything, if that takes no more multiply-adds than the budget. Otherwise seeded random positions of every output axis, crossed:
    /// the last position of each (so that the edge tile of every axis is met), then the first, then the first of the last tile and its
    /// neighbour, then random ones inside and outside of the last tile by turns, as many as the budget allows. The smallest slice, one
    /// position an axis, is chosen even if it alone takes more.
    /// </summary>
    /// <param name="tiles">Tile sizes by axis name; 16 for an axis without one.</param>
    public static Slice Choose(
        OperatorGraph graph, double budgetMultiplyAdds = DefaultBudget, ulong seed = 0, IReadOnlyDictionary<string, long>? tiles = null)
    {
        var steps = StepBuilder.Build(graph);
        if (Cost(Slice.Everything) <= budgetMultiplyAdds) return Slice.Everything;

        var axes = graph.Outputs.SelectMany(d => d.Target.Axes).Distinct().ToList();
        var draws = axes.ToDictionary(a => a, a => new Draw(a, graph.Extent(a), Tile(a), seed));
        var slice = axes.Aggregate(Slice.Everything, (chosen, axis) => chosen.With(axis, draws[axis].First(1)));
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var axis in axes)
            {
                var count = slice.Axes[axis].Count;
                if (count == graph.Extent(axis)) continue;
                var wider = slice.With(axis, draws[axis].First(2 * count));
                if (Cost(wider) > budgetMultiplyAdds) continue;
                (slice, grown) = (wider, true);
            }
        }

        return slice;

        long Tile(string axis) => tiles?.GetValueOrDefault(axis, DefaultTile) ?? DefaultTile;

        double Cost(Slice slice) => new SlicePlan(graph, steps, slice).MultiplyAdds;
    }

    /// <summary>What <see cref="GraphInterpreter.Evaluate"/> has to do for a slice, in points of all loops.</summary>
    public static double MultiplyAdds(OperatorGraph graph, Slice slice) =>
        new SlicePlan(graph, StepBuilder.Build(graph), slice).MultiplyAdds;

    /// <summary>Positions of one axis in the order in which they are wanted.</summary>
    private sealed class Draw(string axis, long extent, long tile, ulong seed)
    {
        private readonly SplitMix64 _random = SplitMix64.For(seed, axis);
        private readonly List<long> _drawn = [];
        private readonly HashSet<long> _known = [];
        private readonly long _edge = (extent - 1) / tile * tile;
        private long _drawnInEdge;

        public PositionSet First(long count)
        {
            // Beyond half of an axis, drawing without repetition takes too many attempts; the whole axis is the next step up.
            if (count > extent / 2 && count > 4) return PositionSet.All(extent);
            count = Math.Min(count, extent);
            while (_drawn.Count < count) Add(Next());
            return PositionSet.Of(extent, _drawn.Take((int)count));
        }

        private long Next()
        {
            ReadOnlySpan<long> wanted = [extent - 1, 0, _edge, Math.Max(_edge - 1, 0)];
            foreach (var position in wanted)
                if (!_known.Contains(position)) return position;
            var inEdge = _drawn.Count % 2 == 0 && _drawnInEdge < extent - _edge;
            return _random.NextBetween(inEdge ? _edge : 0, extent - 1);
        }

        private void Add(long position)
        {
            if (!_known.Add(position)) return;
            _drawn.Add(position);
            if (position >= _edge) _drawnInEdge++;
        }
    }
}
