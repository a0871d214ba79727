using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;
using MCFuser.Portable.Kernels;

namespace MCFuser.Portable.Programs;

/// <summary>The tasks of a graph's operators in data-flow order, and their code.</summary>
internal sealed class GraphProgram
{
    private readonly OperatorGraph _graph;
    private readonly List<long> _code = [];
    private readonly List<IndexCheck> _checks = [];
    private readonly List<object> _tasks = [];

    /// <param name="graph">A verified graph of constant extents.</param>
    /// <param name="edge">Of the tiles of contractions; null to compute them like any operator.</param>
    public GraphProgram(OperatorGraph graph, int? edge)
    {
        _graph = graph;
        var steps = OperatorList.Of(graph).ToList();
        Places = new TensorPlaces(graph, steps.Select(s => s.Target));
        foreach (var step in steps)
        {
            var isTiled = edge is not null && step is Contraction;
            _tasks.Add(isTiled && ContractionAxes.Of((Contraction)step, Points) is { } axes ? Task(step.Target, axes, edge!.Value) : Task(step));
        }
    }

    public TensorPlaces Places { get; }

    public IReadOnlyList<long> Code => _code;

    /// <summary>A failure is the number of one of these, from 1 on.</summary>
    public IReadOnlyList<IndexCheck> Checks => _checks;

    /// <summary><see cref="OperatorTask"/> and <see cref="ContractionTask"/>.</summary>
    public IReadOnlyList<object> Tasks => _tasks;

    /// <summary>How many values a thread has on its stack, and how many loops it is in, at most.</summary>
    public (int Stack, int Loops) Slots { get; private set; } = (1, 1);

    private OperatorTask Task(ChainStep step)
    {
        EquatableArray<string> loops = [.. step.Loops];
        var extents = WriteExtents(loops);
        var writer = new ProgramWriter(_graph, Places, loops, _code, _checks);
        var (body, end) = writer.Write(step.Operands.Aggregate((x, y) => new Binary(BinaryOperator.Multiply, x, y)));
        Reserve(writer, loops);
        return new OperatorTask
        {
            Body = body, BodyEnd = end, Extents = extents, Kept = step.Target.Axes.Count, Loops = loops.Count,
            Points = Points(step.Target.Axes), Terms = Points(step.Reduced), Target = Places[step.Target.Name].Origin,
            Reduction = (int)(step is Reduction reduction ? reduction.Operator : ReduceOperator.Sum),
        };
    }

    private ContractionTask Task(Tensor target, ContractionAxes axes, int edge)
    {
        EquatableArray<string> loops = [.. axes.Loops];
        var extents = WriteExtents(loops);
        var writer = new ProgramWriter(_graph, Places, loops, _code, _checks);
        var (left, right) = (writer.Write(axes.Left), writer.Write(axes.Right));
        var place = Places[target.Name];
        var store = writer.WriteOffset(place, target.Axes.Select((a, d) => (IndexTerms.Of(new IndexAxis(a), _graph)!, place.Strides[d])));
        Reserve(writer, loops);
        var (row, column) = (axes.Batches.Count, axes.Batches.Count + axes.Rows.Count);
        return new ContractionTask
        {
            Left = left.From, LeftEnd = left.End, Right = right.From, RightEnd = right.End,
            Extents = extents, FirstRow = row, FirstColumn = column, FirstReduced = column + axes.Columns.Count, Loops = loops.Count,
            Batches = Points(axes.Batches), Rows = Points(axes.Rows), Columns = Points(axes.Columns), Terms = Points(axes.Reduced), Target = store, Edge = edge,
        };
    }

    private int WriteExtents(EquatableArray<string> loops)
    {
        _code.AddRange(loops.Select(_graph.Extent));
        return _code.Count - loops.Count;
    }

    private void Reserve(ProgramWriter writer, EquatableArray<string> loops) => Slots = (Math.Max(Slots.Stack, writer.Depth), Math.Max(Slots.Loops, loops.Count));

    private long Points(EquatableArray<string> axes) => axes.Aggregate(1L, (product, axis) => product * _graph.Extent(axis));
}
