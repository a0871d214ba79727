using MCFuser.Codegen.Interpreter.Pointwise;

namespace MCFuser.Codegen.Interpreter;

/// <summary>Fills the target of one step, part by part: a part is a point of the target's loops other than the vector loop.</summary>
internal sealed class StepRunner
{
    private readonly Step _step;
    private readonly Node _body;
    private readonly Frame _frame;
    private readonly double[] _target;
    private readonly long[] _strides;
    private readonly int[] _outer;
    private readonly int[] _inner;
    private readonly int _stored;
    private readonly double[] _values = new double[Frame.Run];

    public StepRunner(Step step, Frame frame, Node body, double[] target)
    {
        (_step, _frame, _body, _target) = (step, frame, body, target);
        var targetLoops = step.Axes.Count;
        _strides = HeldTensor.StridesOf([.. frame.Loops.Take(targetLoops).Select(l => l.Positions)]);
        _outer = [.. Enumerable.Range(0, targetLoops).Where(i => i != frame.Vector)];
        _inner = [.. Enumerable.Range(targetLoops, frame.Loops.Count - targetLoops).Where(i => i != frame.Vector)];
        _stored = frame.Vector >= 0 && frame.Vector < targetLoops ? frame.Vector : -1;
    }

    /// <summary>How many independent parts the step has.</summary>
    public long Parts => _outer.Aggregate(1L, (product, loop) => product * _frame.Loops[loop].Count);

    private int VectorCount => _frame.Vector < 0 ? 1 : _frame.Loops[_frame.Vector].Count;

    private int RunLength => Math.Min(Frame.Run, VectorCount - Start);

    /// <summary>The first ordinal of the current run; 0 again whenever a part is done.</summary>
    private int Start => _frame.Vector < 0 ? 0 : _frame.Ordinals[_frame.Vector];

    public void Run(long firstPart, long endPart, CancellationToken cancellation)
    {
        Seek(firstPart);
        for (var part = firstPart; part < endPart; part++, _frame.Advance(_outer))
        {
            cancellation.ThrowIfCancellationRequested();
            switch (_step)
            {
                case SoftmaxStep: RunSoftmax(); break;
                case ReduceStep reduce when _stored >= 0: RunReductionBeside(reduce); break;
                case ReduceStep reduce: RunReductionAlong(reduce); break;
                default: RunMap(); break;
            }
        }
    }

    private void RunMap()
    {
        do
        {
            var values = _values.AsSpan(0, RunLength);
            _body.Evaluate(_frame, values);
            Store(values);
        }
        while (NextRun());
    }

    /// <summary>The vector loop is one of the target's: a run of accumulators.</summary>
    private void RunReductionBeside(ReduceStep reduce)
    {
        var sums = new double[Math.Min(Frame.Run, VectorCount)];
        do
        {
            var accumulators = sums.AsSpan(0, RunLength);
            var values = _values.AsSpan(0, accumulators.Length);
            accumulators.Fill(Reductions.Initial(reduce.Operator));
            do
            {
                _body.Evaluate(_frame, values);
                Reductions.Accumulate(reduce.Operator, accumulators, values);
            }
            while (_frame.Advance(_inner));

            Reductions.Finish(reduce.Operator, accumulators, ReducedPoints(reduce));
            Store(accumulators);
        }
        while (NextRun());
    }

    /// <summary>The vector loop is a reduced one: one accumulator.</summary>
    private void RunReductionAlong(ReduceStep reduce)
    {
        Span<double> accumulator = [Reductions.Initial(reduce.Operator)];
        do
        {
            var values = _values.AsSpan(0, RunLength);
            _body.Evaluate(_frame, values);
            accumulator[0] = Reductions.Fold(reduce.Operator, accumulator[0], values);
        }
        while (NextRun() || _frame.Advance(_inner));

        Reductions.Finish(reduce.Operator, accumulator, ReducedPoints(reduce));
        Store(accumulator);
    }

    private void RunSoftmax()
    {
        var row = new double[VectorCount];
        do
        {
            var values = row.AsSpan(Start, RunLength);
            _body.Evaluate(_frame, values);
        }
        while (NextRun());

        Reductions.Softmax(row);
        Store(row);
    }

    /// <summary>Moves the vector loop on by a run; false, and back at its beginning, after its end.</summary>
    private bool NextRun()
    {
        var next = Start + RunLength;
        if (_frame.Vector >= 0) _frame.Ordinals[_frame.Vector] = next < VectorCount ? next : 0;
        return next < VectorCount;
    }

    private void Store(ReadOnlySpan<double> values)
    {
        var offset = _outer.Sum(loop => _strides[loop] * _frame.Ordinals[loop]);
        var stride = 0L;
        if (_stored >= 0) (offset, stride) = (offset + _strides[_stored] * Start, _strides[_stored]);
        for (var i = 0; i < values.Length; i++) _target[offset + i * stride] = values[i];
    }

    private double ReducedPoints(ReduceStep reduce) =>
        _frame.Loops.Skip(reduce.Axes.Count).Aggregate(1.0, (product, loop) => product * loop.Count);

    private void Seek(long part)
    {
        foreach (var loop in _outer.Reverse())
        {
            _frame.Ordinals[loop] = (int)(part % _frame.Loops[loop].Count);
            part /= _frame.Loops[loop].Count;
        }
    }
}
