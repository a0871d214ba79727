using System.Globalization;
using MCFuser.Core.Chains;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Chains;

/// <summary>
/// Tells loops apart that share a name only: in <c>H[m, f] = sum[d](X[m, d] * W[d, f])</c>, <c>Y[m, d] = sum[f](H[m, f] * U[f, d])</c>
/// the axis that H sums and the axis of Y are two loops of a kernel. Without a name each, d would have to stay whole.
/// </summary>
/// <remarks>
/// Loops are one where a value on chip links them, or where a reduction or softmax of memory-intensive kind precedes a second pass
/// over its axis (a whole axis is read once, two loops read it twice). The last loop keeps the name, so that outputs do.
/// Symbolic axes are left alone: two names would have to be bound to the same number.
/// </remarks>
internal sealed class AxisSplitter
{
    private readonly IReadOnlyList<ChainStep> _steps;
    private readonly Dictionary<(int Step, string Axis), (int Step, string Axis)> _links = [];
    private readonly bool[,] _reads;
    private readonly bool[,] _follows;

    private AxisSplitter(IReadOnlyList<ChainStep> steps)
    {
        _steps = steps;
        _reads = new bool[steps.Count, steps.Count];
        _follows = new bool[steps.Count, steps.Count];
        for (var later = 0; later < steps.Count; later++)
        {
            var read = steps[later].TensorsRead().ToHashSet();
            for (var step = 0; step < later; step++)
            {
                if (!read.Contains(steps[step].Target.Name)) continue;
                _reads[later, step] = _follows[later, step] = true;
                for (var earlier = 0; earlier < step; earlier++) _follows[later, earlier] |= _follows[step, earlier];
            }
        }
    }

    /// <param name="steps">The steps of one kernel, in data-flow order.</param>
    /// <param name="axes">The graph's axes.</param>
    /// <param name="taken">Names that a new axis may not have.</param>
    /// <returns>The steps with some axes renamed, and the axes with the new ones, each after the one that it was split from.</returns>
    public static (IReadOnlyList<ChainStep> Steps, IReadOnlyList<Axis> Axes) Split(
        IReadOnlyList<ChainStep> steps, IReadOnlyList<Axis> axes, IEnumerable<string> taken)
    {
        var used = taken.ToHashSet();
        var splitter = new AxisSplitter(steps);
        splitter.LinkByValues();
        splitter.LinkByPasses();
        var names = steps.Select(_ => new Dictionary<string, string>()).ToList();
        var allAxes = new List<Axis>();
        foreach (var axis in axes)
        {
            allAxes.Add(axis);
            if (axis.Extent is not ConstantExtent) continue;
            foreach (var (number, loops) in splitter.Loops(axis.Name).Index().Skip(1))
            {
                var name = FreshName(axis.Name, number, used);
                allAxes.Add(new Axis(name, axis.Extent));
                foreach (var step in loops) names[step].Add(axis.Name, name);
            }
        }

        return ([.. steps.Zip(names, (s, n) => n.Count == 0 ? s : new AxisRenaming(n).Apply(s))], allAxes);
    }

    private void LinkByValues()
    {
        for (var later = 0; later < _steps.Count; later++)
            for (var step = 0; step < later; step++)
                if (_reads[later, step])
                    foreach (var axis in _steps[step].Target.Axes) Link(step, later, axis);
    }

    private void LinkByPasses()
    {
        for (var step = 0; step < _steps.Count; step++)
        {
            if (_steps[step] is Contraction) continue;
            foreach (var axis in _steps[step].Reduced)
                for (var later = step + 1; later < _steps.Count; later++)
                    if (_steps[later].Loops.Contains(axis) && _follows[later, step] && !ContractedBetween(step, later, axis))
                        Link(step, later, axis);
        }
    }

    private bool ContractedBetween(int step, int later, string axis) =>
        Enumerable.Range(step + 1, later - step - 1).Any(i => _follows[i, step] && _follows[later, i] && Contracts(i, axis));

    /// <summary>The steps that loop over an axis, in groups that need a name each; the group of the last step first.</summary>
    private List<List<int>> Loops(string axis)
    {
        var linked = Enumerable.Range(0, _steps.Count).Where(s => _steps[s].Loops.Contains(axis)).GroupBy(s => Root((s, axis)));
        var groups = new List<List<int>>();
        foreach (var loop in linked.OrderByDescending(g => g.Max()))
        {
            var fitting = groups.Find(g => !g.Any(other => loop.Any(s => Clash(s, other, axis) || Clash(other, s, axis))));
            if (fitting is null) groups.Add([.. loop]);
            else fitting.AddRange(loop);
        }

        return groups;
    }

    /// <summary>Whether a contraction has to be done with the axis before a later step runs over it.</summary>
    private bool Clash(int step, int later, string axis) => Contracts(step, axis) && _follows[later, step];

    private bool Contracts(int step, string axis) => _steps[step] is Contraction && _steps[step].Reduced.Contains(axis);

    private void Link(int step, int later, string axis) => _links[Root((step, axis))] = Root((later, axis));

    private (int Step, string Axis) Root((int Step, string Axis) loop)
    {
        while (_links.TryGetValue(loop, out var next) && next != loop) loop = next;
        return loop;
    }

    private static string FreshName(string axis, int number, HashSet<string> used)
    {
        for (; ; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{axis}_{number}");
            if (used.Add(name)) return name;
        }
    }
}
