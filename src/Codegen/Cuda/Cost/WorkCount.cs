using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Cost;

/// <summary>Adds up what the statements of a kernel cost, loops by their trips. The numbers are of the prelude's functions, after compilation for sm_80.</summary>
internal sealed class WorkCount
{
    private const double ProductLatency = 33, BarrierCycles = 60, ReductionCycles = 120, ExchangeCycles = 300, TicketCycles = 3500;

    private readonly KernelProgram _kernel;
    private readonly Dictionary<string, long> _origins;

    private WorkCount(KernelProgram kernel, bool longest)
    {
        _kernel = kernel;
        _origins = kernel.Axes.ToDictionary(a => a.Name, a => a.Use == AxisUse.Grid ? a.Low + (longest ? a.Tiles - 1 : (a.Tiles - 1) / 2) * a.Tile : 0);
    }

    public double Instructions { get; private set; } = 60;

    public double Products { get; private set; }

    public double Bytes { get; private set; }

    public double Stalls { get; private set; }

    /// <param name="longest">The block with the longest loops; else one in the middle.</param>
    public static WorkCount Of(KernelProgram kernel, bool longest)
    {
        var count = new WorkCount(kernel, longest);
        count.Block(kernel.Body, 1);
        return count;
    }

    private void Block(IEnumerable<KernelStatement> body, double times)
    {
        foreach (var statement in body) Add(statement, times);
    }

    private void Add(KernelStatement statement, double times)
    {
        switch (statement)
        {
            case KernelLoop loop: Block(loop.Body, times * Trips(loop)); break;
            case IssueCopies issue: Copies(issue.Copies, times, _kernel.Threads); break;
            case StartPipeline start: Copies(start, times); break;
            case AcquireStep or AwaitCopies or Synchronize: Spend(times, statement is Synchronize ? 1 : 10, BarrierCycles); break;
            case LoadOperand load: Spend(times, Elements(load.Operand) / 256, 30); break;
            case PackOperand pack: Spend(times, Elements(pack.Source) / 64, 0); break;
            case Multiply multiply: Contract(multiply, times); break;
            case Apply apply: Spend(times, Elements(apply.Destination) / 32 * Operations(apply.Value), 0); break;
            case Mask or MaskEdge: Spend(times, 8, 0); break;
            case MapTile map: Spend(times, Tile(map.Tile) / (double)Threads(map.Tile) * (Operations(map.Value) + 12), 200); break;
            case UpdateSoftmax update: Spend(times, (Elements(update.Values) / 32 * 3) + (Rows(update.Softmax) / 16 * 12), ReductionCycles); break;
            case SumSoftmax { Values: var values, Softmax: var softmax } when _kernel.Register(values) is OperandRegisters operand:
                Product(times * (Rows(softmax) / 16) * (operand.Depth / 16));
                break;
            case SumSoftmax sum: Spend(times, Elements(sum.Values) / 32, 50); break;
            case Fold fold: Spend(times, Elements(fold.Source) / 32, 50); break;
            case Normalize normalize: Spend(times, (Elements(normalize.Source) / 32) + 20, 0); break;
            case Spill spill: Spend(times, Elements(spill.Source) / 32, 0); break;
            case Merge merge: Exchange(merge, times); break;
            case StoreTile store: Store(store, times); break;
        }
    }

    private void Spend(double times, double instructions, double stall)
    {
        Instructions += times * instructions;
        Stalls += times * stall;
    }

    private void Product(double products)
    {
        Products += products;
        Instructions += products;
    }

    private void Contract(Multiply multiply, double times)
    {
        var sum = (Accumulators)_kernel.Register(multiply.Accumulator);
        var (rows, columns, steps) = (sum.Rows / 16.0, sum.Columns / 16.0, multiply.Depth / 16.0);
        var isTile = _kernel.Tiles.Any(t => t.Name == multiply.Left);
        if (multiply.Precision is Precision.F16 or Precision.BF16)
        {
            Product(times * 2 * rows * columns * steps);
            Spend(times, (steps * columns * 1.15) + (isTile ? steps * rows : 0) + 8, Math.Max(0, (steps * ProductLatency) - (2 * rows * columns * steps * 8)) + 30);
            return;
        }

        if (multiply.Precision == Precision.TF32) Product(times * 4 * rows * columns * steps);
        var perStep = multiply.Precision == Precision.TF32 ? 4 * columns * 12 : 16 * ((rows * 2 * (isTile ? 6 : 1)) + (columns * 4 * 6) + (rows * columns * 8));
        Spend(times, steps * perStep, 30);
    }

    private void Copies(StartPipeline start, double times)
    {
        var steps = times;
        foreach (var level in _kernel.Pipeline(start.Pipeline).Levels)
        {
            steps *= Trips(KernelVerifier.WithNested(_kernel.Body).OfType<KernelLoop>().First(l => l.Axis == level.Axis && l.Pipeline == start.Pipeline));
            Copies(level.Copies, steps, _kernel.PartThreads);
        }
    }

    private void Copies(IEnumerable<TileCopy> copies, double times, int threads)
    {
        foreach (var copy in copies)
        {
            var tile = _kernel.Tile(copy.Tile);
            var pieces = tile.Bytes / (double)(copy.Width == 0 ? tile.Type.Bytes() : copy.Width) / threads;
            Spend(times, 6 + (pieces * (copy.RowEdge || copy.ColumnEdge || copy.Width == 0 ? 5 : 1.3)), 0);
            Bytes += times * tile.Bytes * (threads < _kernel.Threads ? _kernel.Parts : 1);
        }
    }

    private void Exchange(Merge merge, double times)
    {
        foreach (var value in merge.Values)
        {
            var floats = Lowering.MergeFloats.Of(_kernel, value) / 32.0;
            var parts = merge.Across == SplitScope.Warp ? _kernel.Parts : _kernel.BlockParts;
            Spend(times, (floats / 4) + (parts * floats / 4 * 5 / Math.Max(1, merge.Owners)), ExchangeCycles);
            if (merge.Across == SplitScope.Grid) Bytes += times * 2 * floats * 128 * _kernel.RowWarps;
        }

        if (merge.Across == SplitScope.Grid) Spend(times, 30, TicketCycles);
    }

    private void Store(StoreTile store, double times)
    {
        var elements = Elements(store.Source) / 32;
        Spend(times, elements * (store.Width >= 8 ? 0.9 : 4), 200);
        Bytes += times * Elements(store.Source) * _kernel.Tensor(store.Tensor).Type.Bytes() * _kernel.RowWarps;
    }

    private double Trips(KernelLoop loop)
    {
        var axis = _kernel.Axis(loop.Axis);
        var parts = loop.Split switch { null => 1, SplitScope.Warp => _kernel.Parts, _ => _kernel.BlockParts };
        var tiles = Math.Max(0, (Value(loop.High) - Value(loop.Low) + axis.Tile - 1) / axis.Tile);
        return (tiles + parts - 1) / parts;
    }

    private long Value(IndexExpression index) => index switch
    {
        IndexConstant(var value) => value,
        IndexAxis(var axis) => _origins[axis],
        IndexExtent(var axis) => _kernel.Axis(axis).Extent,
        IndexAdd(var x, var y) => Value(x) + Value(y),
        IndexMultiply(var x, var y) => Value(x) * Value(y),
        IndexFloorDivide(var x, var y) => (long)Math.Floor((double)Value(x) / Value(y)),
        IndexMin(var x, var y) => Math.Min(Value(x), Value(y)),
        IndexMax(var x, var y) => Math.Max(Value(x), Value(y)),
        _ => 0,
    };

    private double Elements(string register) => _kernel.Register(register) switch
    {
        Accumulators sum => sum.Rows * sum.Columns,
        OperandRegisters operand => operand.Rows * operand.Depth,
        RowValues rows => rows.Rows * 4,
        _ => 0,
    };

    private double Rows(string softmax) => ((SoftmaxRows)_kernel.Register(softmax)).Rows;

    private int Tile(string name) => _kernel.Tile(name).Rows * _kernel.Tile(name).Columns;

    private int Threads(string tile) => _kernel.Tile(tile).Scope == KernelScope.Block ? _kernel.Threads : _kernel.PartThreads;

    /// <summary>Instructions for one element: functions take about eight, what is read from memory six.</summary>
    private static double Operations(Expression value) => value.SelfAndDescendants().Sum(e => e switch
    {
        Element or Number => 0.0,
        TensorRead => 6,
        Unary(UnaryOperator.Negate or UnaryOperator.Abs or UnaryOperator.Relu or UnaryOperator.Not, _) => 1,
        Unary(UnaryOperator.Erf or UnaryOperator.Gelu or UnaryOperator.GeluTanh or UnaryOperator.Tanh, _) => 20,
        Unary or Binary(BinaryOperator.Divide or BinaryOperator.Pow or BinaryOperator.Mod, _, _) => 8,
        _ => 1,
    });
}
