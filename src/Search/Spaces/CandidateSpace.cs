using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Tensors;
using MCFuser.Core.Tiling;
using MCFuser.Search.Programs;
using MCFuser.Search.Sampling;
using MCFuser.Tiling;
using MCFuser.Tiling.Expressions;
using MCFuser.Tiling.Rules;
using MCFuser.Tiling.Schedules;

namespace MCFuser.Search.Spaces;

/// <summary>
/// The candidates that a search may choose: of the pruned space those that are legal and fit the device (live copies, stages and registers counted),
/// programs that are equal once, restricted to what a request fixes. Where the rules leave nothing, the rules on partial results and shared memory
/// are judged on the candidate itself and the space holds every legal one that fits. An instance belongs to one thread.
/// </summary>
public sealed class CandidateSpace
{
    private const int DrawAttempts = 200;

    private readonly DeviceSpec _device;
    private readonly ChainFlow _flow;
    private readonly ChainAxes _axes;
    private readonly SharedMemory? _rule4;
    private readonly AxisTile[][] _tiles;
    private readonly Dictionary<long, List<(TilingExpression Expression, ProgramShape Shape)>> _programs = [];
    private readonly Candidate? _witness;

    private CandidateSpace(ChainFlow flow, DeviceSpec device, EquatableArray<TilingExpression> expressions, AxisTile[][] tiles, SharedMemory? rule4)
    {
        _flow = flow;
        _device = device;
        _axes = new ChainAxes(flow.Chain);
        _rule4 = rule4;
        _tiles = tiles;
        Expressions = expressions;
        _witness = FindWitness();
    }

    public OperatorChain Chain => _flow.Chain;

    /// <summary>One expression for each class.</summary>
    public EquatableArray<TilingExpression> Expressions { get; }

    /// <summary>False where the rules left nothing, so that only legality and the fit test bound the space.</summary>
    public bool IsPruned => _rule4 is not null;

    /// <summary>No more candidates than this: expressions times tuples of tile sizes.</summary>
    public double Bound => _tiles.Aggregate((double)Expressions.Count, (n, t) => n * t.Length);

    /// <exception cref="Core.Diagnostics.DiagnosticException">Nothing legal that fits with what was given (exit 3).</exception>
    public static CandidateSpace Of(OperatorChain chain, DeviceSpec device, ScheduleRequest? request = null) =>
        Of(SearchSpace.Prune(chain, device), device, request);

    /// <exception cref="Core.Diagnostics.DiagnosticException">Nothing legal that fits with what was given (exit 3).</exception>
    public static CandidateSpace Of(SearchSpace pruned, DeviceSpec device, ScheduleRequest? request = null)
    {
        request ??= ScheduleRequest.Open;
        var flow = new ChainFlow(pruned.Chain);
        var tiles = pruned.Chain.TiledAxes.Zip(pruned.Sizes, (axis, sizes) => Tiles(axis.Name, sizes, request)).ToArray();
        var open = request.Tiling is { } fixedTiling ? [fixedTiling] : pruned.Classes.Select(c => c.Representative).ToEquatableArray();
        var ruled = new CandidateSpace(flow, device, open, tiles, new SharedMemory(pruned.Chain, device));
        if (ruled._witness is not null) return ruled;
        var every = request.Tiling is not null ? open : Deduplication.Apply(flow, pruned.Expressions).Select(c => c.Representative).ToEquatableArray();
        var unruled = new CandidateSpace(flow, device, every, tiles, rule4: null);
        return unruled._witness is not null ? unruled : throw unruled.Refusal(request);
    }

    /// <summary>Every candidate once: tile sizes ascending, the last axis fastest.</summary>
    public IEnumerable<Candidate> All()
    {
        var choice = new int[_tiles.Length];
        while (true)
        {
            foreach (var candidate in At(choice)) yield return candidate;
            var axis = choice.Length - 1;
            while (axis >= 0 && ++choice[axis] == _tiles[axis].Length) choice[axis--] = 0;
            if (axis < 0) yield break;
        }
    }

    public bool Contains(Candidate candidate)
    {
        var choice = Choice(candidate);
        return candidate.Split is null && choice.All(c => c >= 0) && At(choice).Any(c => c.Tiling == candidate.Tiling);
    }

    /// <summary>A random candidate.</summary>
    public Candidate Draw(SplitMix64 random) => Near([.. _tiles.Select(t => random.Below(t.Length))], null, random);

    /// <summary>
    /// A neighbour: each tile size moves with probability one half, a step or two or anywhere; one time in five another expression is chosen.
    /// </summary>
    public Candidate Mutate(Candidate candidate, SplitMix64 random)
    {
        var choice = Choice(candidate);
        for (var i = 0; i < choice.Length; i++)
        {
            if (random.Below(2) == 0) continue;
            var step = (1 + random.Below(2)) * (random.Below(2) == 0 ? 1 : -1);
            choice[i] = random.Below(4) == 0 ? random.Below(_tiles[i].Length) : Math.Clamp(choice[i] + step, 0, _tiles[i].Length - 1);
        }

        return Near(choice, random.Below(5) == 0 ? null : candidate.Tiling, random);
    }

    /// <summary>A candidate with tile sizes near those chosen: while nothing fits, the tile of a random axis shrinks.</summary>
    private Candidate Near(int[] choice, TilingExpression? preferred, SplitMix64 random)
    {
        for (var attempt = 0; attempt < DrawAttempts; attempt++)
        {
            var found = At(choice).ToList();
            if (found.Count > 0) return found.FirstOrDefault(c => c.Tiling == preferred) ?? found[random.Below(found.Count)];
            var axis = random.Below(choice.Length);
            choice[axis] = choice[axis] > 0 ? choice[axis] - 1 : random.Below(_tiles[axis].Length);
        }

        return _witness!;
    }

    private IEnumerable<Candidate> At(int[] choice)
    {
        var sizes = new int[choice.Length];
        var tiles = new AxisTile[choice.Length];
        for (var i = 0; i < choice.Length; i++)
        {
            tiles[i] = _tiles[i][choice[i]];
            sizes[i] = tiles[i].Size;
        }

        if (Expressions.Count == 0 || (_rule4 is not null && !_rule4.Fits(sizes))) yield break;
        var candidate = new Candidate(Expressions[0], tiles.ToEquatableArray());
        var point = new TilePoint(_axes, candidate);
        foreach (var (expression, shape) in Programs(candidate, point))
            if (shape.Fit(point, _device).Fits) yield return candidate with { Tiling = expression };
    }

    /// <summary>The legal expressions for a set of axes with one tile, equal programs once.</summary>
    private List<(TilingExpression Expression, ProgramShape Shape)> Programs(Candidate sample, TilePoint point)
    {
        if (_programs.TryGetValue(point.Unit, out var known)) return known;
        var unit = _axes.Tiled.Where(a => (point.Unit & (1L << a)) != 0).Select(a => _axes.Names[a]).ToList();
        return _programs[point.Unit] =
        [
            .. ExpressionClass.Group(_flow, Expressions, unit).Select(c => sample with { Tiling = c.Representative })
                .Where(c => Tiling.Placement.Legality.Problem(_flow, c) is null)
                .Select(c => (c.Tiling, ProgramShape.Of(_axes, c))),
        ];
    }

    /// <summary>A candidate of the space: of each set of axes with one tile, the smallest tiles are looked at.</summary>
    private Candidate? FindWitness()
    {
        for (var unit = 0; unit < 1 << _tiles.Length; unit++)
        {
            var choice = new int[_tiles.Length];
            for (var i = 0; i < choice.Length; i++) choice[i] = (unit & (1 << i)) != 0 ? _tiles[i].Length - 1 : 0;
            if (At(choice).FirstOrDefault() is { } found) return found;
        }

        return null;
    }

    private int[] Choice(Candidate candidate) => [.. _tiles.Select(t => Array.FindIndex(t, x => x.Size == candidate.Tile(x.Axis)))];

    private static AxisTile[] Tiles(string axis, EquatableArray<int> sizes, ScheduleRequest request) =>
        request.Tiles.FirstOrDefault(t => t.Axis == axis) is { } given ? [given] : [.. sizes.Select(s => new AxisTile(axis, s))];

    /// <summary>Why there is nothing: what was asked for is illegal, or does not fit.</summary>
    private Core.Diagnostics.DiagnosticException Refusal(ScheduleRequest request)
    {
        if (Expressions.Count == 0) return TilingErrors.NoLegalSchedule(Chain, _device.Name);
        var smallest = new Candidate(Expressions[0], _tiles.Select(t => t[0]).ToEquatableArray());
        var legal = Programs(smallest, new TilePoint(_axes, smallest));
        if (legal.Count > 0)
        {
            var fit = legal[0].Shape.Fit(new TilePoint(_axes, smallest), _device);
            return fit.SharedBytes > fit.SharedLimit
                ? TilingErrors.DoesNotFit(smallest with { Tiling = legal[0].Expression }, fit, _device.Name)
                : TilingErrors.NoLegalSchedule(Chain, _device.Name);
        }

        return request.Tiling is not null && Tiling.Placement.Legality.Problem(_flow, smallest) is { } problem
            ? TilingErrors.IllegalSchedule(smallest, problem)
            : TilingErrors.NoLegalSchedule(Chain, _device.Name);
    }
}
