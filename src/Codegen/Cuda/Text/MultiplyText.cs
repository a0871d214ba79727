using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Text;

/// <summary>Spells contractions. For tensor cores a tile is read by matrices, whose addresses have a part that only depends on the lane.</summary>
internal sealed class MultiplyText(KernelContext context, Writer writer)
{
    private KernelProgram Program => context.Program;

    /// <summary>The lanes' parts of the addresses that a body uses, each once.</summary>
    public void DeclareLanes(EquatableArray<KernelStatement> body)
    {
        var declared = new HashSet<string>();
        foreach (var statement in WithNested(body))
        {
            if (statement is LoadOperand load) Left(load.Tile, ((OperandRegisters)Program.Register(load.Operand)).Rows, RowAxisOf(load));
            if (statement is not Multiply { Precision: Precision.F16 or Precision.BF16 } multiply) continue;
            var sum = (Accumulators)Program.Register(multiply.Accumulator);
            if (IsTile(multiply.Left)) Left(multiply.Left, sum.Rows, sum.RowAxis);
            var right = Program.Tile(multiply.Right);
            Declare(RightLane(right, sum), right, IsColumnMajor(right, sum) ? "across(lane)" : "along(lane)");
        }

        void Left(string name, int rows, string rowAxis)
        {
            var tile = Program.Tile(name);
            var offset = context.Offset(rows);
            Declare(LeftLane(tile, rowAxis), tile, tile.RowAxis == rowAxis ? $"along(lane, {offset})" : $"across(lane, {offset})");
        }

        void Declare(string name, SharedTile tile, string value)
        {
            if (declared.Add(name)) writer.Line($"const u32 {context.Names[name]} = keep({KernelContext.Tile(tile)}::{value});");
        }
    }

    public void Load(LoadOperand load)
    {
        var tile = Program.Tile(load.Tile);
        var row = RowAxisOf(load);
        writer.Line($"{context.Names[load.Operand]}.load<{KernelContext.Tile(tile)}, {KernelContext.Bool(tile.RowAxis != row)}>({Address(tile, LeftLane(tile, row))});");
    }

    public void Write(Multiply multiply)
    {
        var sum = (Accumulators)Program.Register(multiply.Accumulator);
        var right = Program.Tile(multiply.Right);
        var first = KernelContext.Bool(multiply.First);
        var isHalf = multiply.Precision is Precision.F16 or Precision.BF16;
        if (!isHalf)
        {
            var function = multiply.Precision == Precision.TF32 ? "multiply_tf32" : "multiply_exact";
            var a = IsTile(multiply.Left) ? Matrix(Program.Tile(multiply.Left), Program.Tile(multiply.Left).RowAxis != sum.RowAxis, context.Offset(sum.Rows)) : context.Names[multiply.Left];
            writer.Line($"{function}<{first}, {multiply.Depth}>({context.Names[sum.Name]}, {a}, {Matrix(right, IsColumnMajor(right, sum), "0")}, lane);");
            return;
        }

        var b = $"{KernelContext.Tile(right)}, {KernelContext.Bool(IsColumnMajor(right, sum))}";
        var bAt = Address(right, RightLane(right, sum));
        if (!IsTile(multiply.Left))
        {
            writer.Line($"multiply<{first}, {b}>({context.Names[sum.Name]}, {context.Names[multiply.Left]}, {bAt});");
            return;
        }

        var left = Program.Tile(multiply.Left);
        writer.Line($"multiply<{first}, {KernelContext.Type(left.Type)}, {multiply.Depth}, {KernelContext.Tile(left)}, {KernelContext.Bool(left.RowAxis != sum.RowAxis)}, {b}>("
            + $"{context.Names[sum.Name]}, {Address(left, LeftLane(left, sum.RowAxis))}, {bAt});");
    }

    private static IEnumerable<KernelStatement> WithNested(IEnumerable<KernelStatement> body) =>
        body.SelectMany(s => s is KernelLoop loop ? WithNested(loop.Body).Prepend(s) : [s]);

    private string Matrix(SharedTile tile, bool transposed, string firstRow) =>
        $"SharedMatrix<{KernelContext.Type(tile.Type)}, {tile.Columns}, {KernelContext.Bool(transposed)}>{{{context.Names[tile.Name]}, {firstRow}, 0}}";

    private string Address(SharedTile tile, string lane) => $"{context.Names[tile.Name]} + {context.Names[lane]}";

    private static string LeftLane(SharedTile tile, string rowAxis) => $"{tile.Name} {(tile.RowAxis == rowAxis ? "rows" : "transposed rows")}";

    private static string RightLane(SharedTile tile, Accumulators sum) => $"{tile.Name} {(IsColumnMajor(tile, sum) ? "across" : "along")}";

    /// <summary>The tile's rows are the accumulators' columns.</summary>
    private static bool IsColumnMajor(SharedTile tile, Accumulators sum) => tile.RowAxis == sum.ColumnAxis;

    private bool IsTile(string name) => Program.Tiles.Any(t => t.Name == name);

    /// <summary>The axis of an operand's rows: that of the accumulators it is multiplied into.</summary>
    private string RowAxisOf(LoadOperand load) =>
        WithNested(Program.Body).OfType<Multiply>().Where(m => m.Left == load.Operand).Select(m => ((Accumulators)Program.Register(m.Accumulator)).RowAxis).First();
}
