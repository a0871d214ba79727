using System.Runtime.ExceptionServices;
using MCFuser.Codegen.Interpreter.Pointwise;
using MCFuser.Core;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;

namespace MCFuser.Codegen.Interpreter;

/// <summary>
/// The oracle: executes a verified graph of constant extents in double precision. Inputs have the values that their storage type holds,
/// nothing after them is rounded.
/// </summary>
public static class GraphInterpreter
{
    private const int MaximumWorkers = 2;

    /// <summary>The outputs at the slice's positions (everything if there is no slice); only what they depend on is computed.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">
    /// An input is missing (MCF3000) or not as declared (MCF3001), a gathered index leaves its dimension (MCF3002),
    /// an intermediate does not fit in memory (MCF3003).
    /// </exception>
    public static Reference Evaluate(
        OperatorGraph graph, IReadOnlyDictionary<string, TensorData> inputs, Slice? slice = null, CancellationToken cancellation = default)
    {
        var plan = new SlicePlan(graph, StepBuilder.Build(graph), slice ?? Slice.Everything);
        var tensors = graph.Inputs.ToDictionary(t => t.Name, t => Held(graph, t, inputs));
        var results = new Dictionary<string, double[]>();
        foreach (var step in plan.Steps)
        {
            var values = Allocate(plan, step);
            Run(graph, plan, step, tensors, values, cancellation);
            tensors[step.Target] = new HeldTensor(ElementSource.Of(values), plan.Positions(step.Target));
            results[step.Target] = values;
        }

        return new Reference(graph.Outputs.Select(d => d.Target).Select(Result).ToEquatableArray());

        ReferenceTensor Result(Tensor output) =>
            new(output.Name, output.Type, output.Axes, plan.Positions(output.Name).ToEquatableArray(), results[output.Name]);
    }

    private static HeldTensor Held(OperatorGraph graph, Tensor input, IReadOnlyDictionary<string, TensorData> inputs)
    {
        if (!inputs.TryGetValue(input.Name, out var data)) throw InterpreterErrors.InputMissing(input.Name, graph.Name);
        var shape = graph.Shape(input).ToEquatableArray();
        if (data.Type != input.Type || data.Shape != shape)
            throw InterpreterErrors.InputMismatch(input.Name, $"{input.Type.Text()}{shape}", $"{data.Type.Text()}{data.Shape}");
        return new HeldTensor(ElementSource.Of(data), [.. shape.Select(PositionSet.All)]);
    }

    private static double[] Allocate(SlicePlan plan, Step step)
    {
        var shape = plan.Positions(step.Target).Select(p => p.Count).ToEquatableArray();
        var elements = shape.Aggregate(1.0, (product, count) => product * count);
        if (elements > Array.MaxLength || plan.LoopPositions(step).Any(p => p.Count > Array.MaxLength))
            throw InterpreterErrors.ReferenceTooLarge(step.Target, shape);
        try
        {
            return new double[(long)elements];
        }
        catch (OutOfMemoryException)
        {
            throw InterpreterErrors.ReferenceTooLarge(step.Target, shape);
        }
    }

    /// <summary>Every worker does a fixed, contiguous part; each value is computed by one of them, so their number does not show.</summary>
    private static void Run(
        OperatorGraph graph,
        SlicePlan plan,
        Step step,
        Dictionary<string, HeldTensor> tensors,
        double[] values,
        CancellationToken cancellation)
    {
        var loops = step.Loops.Zip(plan.LoopPositions(step), (axis, positions) => new Loop(axis, positions)).ToList();
        var vector = VectorLoop.Choose(step, loops);
        var workers = Math.Min(MaximumWorkers, Environment.ProcessorCount);
        var failures = new ExceptionDispatchInfo?[workers];
        Parallel.For(0, workers, worker =>
        {
            try
            {
                var body = new PointwiseCompiler(graph, loops, vector, tensors).Compile(step.Body);
                var runner = new StepRunner(step, new Frame(loops, vector), body, values);
                runner.Run(runner.Parts * worker / workers, runner.Parts * (worker + 1) / workers, cancellation);
            }
            catch (Exception exception)
            {
                failures[worker] = ExceptionDispatchInfo.Capture(exception);
            }
        });

        // The first failing part's error, whichever worker was faster.
        failures.FirstOrDefault(f => f is not null)?.Throw();
    }
}
