using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>
/// A contraction of matrices. The operand with the accumulators' rows is the left one. An intermediate whose columns are reduced stays in registers; any other goes
/// through shared memory.
/// </summary>
internal sealed class ContractLowering(KernelBuilder builder)
{
    private const int MostKeptRegisters = 64;

    private readonly Dictionary<string, string> _kept = [];

    /// <param name="softmax">The softmax that sums what the left operand holds, null if none does.</param>
    public void Lower(Contract contract, bool first, string? softmax, List<KernelStatement> result)
    {
        if (builder.IsMerged) throw CudaErrors.Unsupported(builder.Program, "a contraction follows the merge of a split loop");
        var sum = (Accumulators)builder.Register(contract.Accumulator);
        var axis = contract.Axes[0];
        var (left, right) = Sides(contract, sum.RowAxis);
        var b = InShared(right, contract.Precision, result);
        var a = Left(left, sum, axis, contract.Precision, softmax, result);
        result.Add(new Multiply(sum.Name, a, b, axis, builder.Padded(axis), first, contract.Precision));
    }

    /// <summary>Left operands from tiles that a loop does not change, and that registers can hold.</summary>
    public List<string> OperandsToKeep(For loop, HashSet<string> tiles) =>
    [
        .. loop.Body.WithNested().OfType<Contract>().Where(c => IsHalf(c.Precision))
            .Select(c => (Tile: Sides(c, builder.Homes.Orient(c.Accumulator).Row).Left, Axis: c.Axes[0], builder.Homes.Orient(c.Accumulator).Row))
            .Where(c => tiles.Contains(c.Tile) && builder.WarpRows(c.Row) / 16 * builder.Padded(c.Axis) / 16 * 4 <= MostKeptRegisters)
            .Select(c => c.Tile).Distinct(),
    ];

    public KernelStatement Keep(string tile)
    {
        var contract = builder.Program.Body.WithNested().OfType<Contract>().First(c => c.Left == tile || c.Right == tile);
        var row = builder.Homes.Orient(contract.Accumulator).Row;
        var operand = builder.Declare(new OperandRegisters($"{tile}.kept", Operand(contract.Precision), builder.WarpRows(row), builder.Padded(contract.Axes[0])));
        _kept[tile] = operand.Name;
        return new LoadOperand(operand.Name, tile);
    }

    public static DataType Operand(Precision precision) => precision switch
    {
        Precision.F16 => DataType.F16,
        Precision.BF16 => DataType.BF16,
        _ => DataType.F32,
    };

    private static bool IsHalf(Precision precision) => precision is Precision.F16 or Precision.BF16;

    private (string Left, string Right) Sides(Contract contract, string row) =>
        builder.Program.FindBuffer(contract.Left).Axes.Contains(row) ? (contract.Left, contract.Right) : (contract.Right, contract.Left);

    private string Left(string name, Accumulators sum, string axis, Precision precision, string? softmax, List<KernelStatement> result)
    {
        if (_kept.TryGetValue(name, out var kept)) return kept;
        var isRegister = builder.Homes[name] == Home.Accumulators && builder.Homes.Orient(name).Column == axis;
        if (!isRegister) return InShared(name, precision, result);
        var source = builder.Register(name);
        if (!IsHalf(precision)) return source.Name;
        var operand = $"{name}.operand";
        if (!builder.HasRegister(operand)) builder.Declare(new OperandRegisters(operand, Operand(precision), sum.Rows, builder.Padded(axis)));
        result.Add(new PackOperand(operand, source.Name));
        if (softmax is not null) result.Add(new SumSoftmax(softmax, operand));
        return operand;
    }

    /// <summary>The tile that holds an operand; registers are written to one.</summary>
    private string InShared(string name, Precision precision, List<KernelStatement> result)
    {
        if (builder.Homes[name] is Home.Copied or Home.Mapped) return name;
        return Spills.Write(builder, name, Operand(precision), result);
    }
}
