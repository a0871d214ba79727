using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Text;

/// <summary>Spells the statements of a kernel: calls of the prelude.</summary>
internal sealed class StatementText
{
    private readonly KernelContext _context;
    private readonly Writer _writer;
    private readonly PipelineText _pipelines;
    private readonly ApplyText _apply;
    private readonly MultiplyText _multiply;
    private readonly MergeText _merge;

    public StatementText(KernelContext context, Writer writer)
    {
        (_context, _writer) = (context, writer);
        _pipelines = new PipelineText(context, writer);
        _apply = new ApplyText(context, writer);
        _multiply = new MultiplyText(context, writer);
        _merge = new MergeText(context, writer);
    }

    private KernelProgram Program => _context.Program;

    public void Declare(TileCopy copy) => _pipelines.Declare(copy);

    public void DeclareLanes(EquatableArray<KernelStatement> body) => _multiply.DeclareLanes(body);

    /// <summary>The address of a tile that is not in a pipeline.</summary>
    public void Declare(SharedTile tile)
    {
        var more = tile.Scope == KernelScope.Part && Program.Parts > 1 ? $"part * {tile.Bytes}" : "";
        _writer.Line($"const u32 {_context.Names[tile.Name]} = {PipelineText.At(tile.Offset, more)};");
    }

    public void Block(EquatableArray<KernelStatement> body)
    {
        for (var i = 0; i < body.Count; i++)
        {
            if (body[i].Note is { } note) _writer.Line($"// {note}");
            if (body[i] is StartPipeline start) _pipelines.Start(start, body.Skip(i).OfType<KernelLoop>().First(l => l.Pipeline == start.Pipeline));
            else Write(body[i]);
        }
    }

    private void Write(KernelStatement statement)
    {
        switch (statement)
        {
            case KernelLoop loop: Loop(loop); break;
            case IssueCopies issue:
                foreach (var copy in issue.Copies) _pipelines.Copy(copy, _context.Names[copy.Tile], _context.Origin);
                _writer.Line("copy_arrive();");
                break;
            case AcquireStep acquire: _pipelines.Acquire(acquire); break;
            case AwaitCopies wait:
                _writer.Line($"copy_wait<{wait.Pending}>();");
                _writer.Line(BarrierText.Of(Program, wait.Scope));
                break;
            case Synchronize barrier: _writer.Line(BarrierText.Of(Program, barrier.Scope)); break;
            case Fill fill: _writer.Line($"{Name(fill.Register)}.fill({KernelContext.Number(fill.Value)});"); break;
            case StartSoftmax start: _writer.Line($"{Name(start.Softmax)}.start();"); break;
            case LoadOperand load: _multiply.Load(load); break;
            case PackOperand pack: _writer.Line($"{Name(pack.Operand)}.pack_from({Name(pack.Source)});"); break;
            case Multiply multiply: _multiply.Write(multiply); break;
            case Apply apply: _apply.Write(apply); break;
            case Mask mask: _apply.Write(mask); break;
            case MaskEdge edge: _apply.Write(edge); break;
            case MapTile map: _apply.Write(map); break;
            case UpdateSoftmax update:
                var rescaled = string.Concat(update.Rescaled.Select(r => $" {Name(r)}.scale_row(i, r, factor);"));
                _writer.Line($"{Name(update.Softmax)}.update({Name(update.Values)}, {KernelContext.Number(update.Scale)}, [&](auto i, auto r, float factor) {{{rescaled} }});");
                break;
            case SumSoftmax sum: _writer.Line($"{Name(sum.Softmax)}.add({Name(sum.Values)});"); break;
            case Fold fold: _writer.Line($"fold_{(fold.Monoid switch { Monoid.Max => "max", Monoid.Min => "min", _ => "sum" })}({Name(fold.Rows)}, {Name(fold.Source)});"); break;
            case Normalize normalize: _writer.Line($"normalize({Name(normalize.Destination)}, {Name(normalize.Source)}, {Name(normalize.Softmax)});"); break;
            case Spill spill: WriteSpill(spill); break;
            case SpillRows spill: _writer.Line($"spill({Name(spill.Tile)}, {Name(spill.Source)}, {_context.Offset(((RowValues)Program.Register(spill.Source)).Rows)}, lane);"); break;
            case Merge merge: _merge.Write(merge); break;
            case StoreTile store: Store(store); break;
            default: throw new InvalidOperationException($"unknown statement {statement.GetType().Name}");
        }
    }

    private string Name(string name) => _context.Names[name];

    private void Loop(KernelLoop loop)
    {
        var axis = _context.Origin(loop.Axis);
        _writer.Line("#pragma unroll 1");
        _writer.Open($"for (int {axis} = {_pipelines.First(loop)}; {axis} < {_pipelines.High(loop)}; {axis} += {_pipelines.Step(loop)}) {{");
        if (loop.Pipeline is { } name && Program.Pipeline(name) is var pipeline && pipeline.Levels.Index().First(l => l.Item.Axis == loop.Axis).Index is var level && level < pipeline.Levels.Count - 1)
            _pipelines.Slot(pipeline, level);
        Block(loop.Body);
        _writer.Close();
    }

    private void WriteSpill(Spill spill)
    {
        var tile = Program.Tile(spill.Tile);
        var source = (Accumulators)Program.Register(spill.Source);
        _writer.Line($"spill<{KernelContext.Type(tile.Type)}>({Name(tile.Name)}, {Name(source.Name)}, {_context.Offset(source.Rows)}, lane);");
    }

    private void Store(StoreTile store)
    {
        var tensor = Program.Tensor(store.Tensor);
        var (row, rows, column) = Program.Register(store.Source) switch
        {
            Accumulators sum => (sum.RowAxis, sum.Rows, sum.ColumnAxis),
            RowValues values => (values.RowAxis, values.Rows, ""),
            var other => throw new InvalidOperationException($"{other.Name} cannot be stored"),
        };
        var sums = Program.Register(store.Source) as Accumulators;
        var firstRow = _context.WarpRow(row, rows);
        var firstColumn = sums is null ? "0" : _context.FirstColumn(sums);
        var offset = _context.Index.Offset(store.Tensor, [.. store.Origin], a => a == row ? firstRow : a == column ? firstColumn : _context.Origin(a));
        var to = offset == "0" ? Name(store.Tensor) : $"{Name(store.Tensor)} + {offset}";
        var type = KernelContext.Type(tensor.Type);
        var rowLimit = row.Length == 0 ? "1" : KernelContext.Minus(Program.Axis(row).Extent, firstRow);
        if (sums is null)
        {
            _writer.Line($"store_values<{store.RowStride}>({Name(store.Source)}, {to}, {rowLimit}, lane);");
            return;
        }

        var columnLimit = KernelContext.Minus(Program.Axis(column).Extent, firstColumn);
        if (store.ColumnStride != 1 || !tensor.Type.IsFloat())
        {
            _writer.Line($"store_elements<{store.RowStride}, {store.ColumnStride}>({Name(store.Source)}, {to}, {rowLimit}, {columnLimit}, lane);");
            return;
        }

        var edges = $"{KernelContext.Bool(Program.Axis(row).IsRagged)}, {KernelContext.Bool(Program.Axis(column).IsRagged)}";
        var own = PipelineText.At(store.Offset, $"warp * {16 * sums.Columns * 2}");
        var parameters = tensor.Type == DataType.F32 ? $"{store.RowStride}, {store.Width}, {edges}" : $"{type}, {store.RowStride}, {store.Width}, {edges}";
        _writer.Line($"store_rows<{parameters}>({Name(store.Source)}, {(tensor.Type == DataType.F32 ? "0" : own)}, {to}, {rowLimit}, {columnLimit}, lane);");
    }
}
