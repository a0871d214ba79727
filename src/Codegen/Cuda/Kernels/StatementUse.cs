using MCFuser.Core.Expressions;

namespace MCFuser.Codegen.Cuda.Kernels;

/// <summary>The tiles and registers that a statement reads or writes.</summary>
internal sealed record StatementUse(bool IsWrite, IReadOnlyList<string> Names)
{
    public static IEnumerable<StatementUse> Of(KernelStatement statement, KernelProgram program) => statement switch
    {
        IssueCopies issue => [Write([.. issue.Copies.Select(c => c.Tile)])],
        StartPipeline start => [Write([.. program.Pipeline(start.Pipeline).Levels.SelectMany(l => l.Copies).Select(c => c.Tile)])],
        Fill fill => [Write(fill.Register)],
        StartSoftmax start => [Write(start.Softmax)],
        LoadOperand load => [Read(load.Tile), Write(load.Operand)],
        PackOperand pack => [Read(pack.Source), Write(pack.Operand)],
        Multiply multiply => [Read(multiply.First ? [multiply.Left, multiply.Right] : [multiply.Accumulator, multiply.Left, multiply.Right]), Write(multiply.Accumulator)],
        Apply apply => [Read(Elements(apply.Value)), Write(apply.Destination)],
        Mask mask => [Read([mask.Destination, .. Elements(mask.Condition)]), Write(mask.Destination)],
        MaskEdge edge => [Read(edge.Destination), Write(edge.Destination)],
        UpdateSoftmax update => [Read([update.Softmax, update.Values, .. update.Rescaled]), Write([update.Softmax, update.Values, .. update.Rescaled])],
        SumSoftmax sum => [Read(sum.Softmax, sum.Values), Write(sum.Softmax)],
        Fold fold => [Read(fold.Rows, fold.Source), Write(fold.Rows)],
        Normalize normalize => [Read(normalize.Source, normalize.Softmax), Write(normalize.Destination)],
        Spill spill => [Read(spill.Source), Write(spill.Tile)],
        SpillRows spill => [Read(spill.Source), Write(spill.Tile)],
        MapTile map => [Read(Elements(map.Value)), Write(map.Tile)],
        Merge merge => [Read([.. merge.Values.Select(v => v.Source)]), Write([.. merge.Values.Select(v => v.Destination)])],
        StoreTile store => [Read(store.Source)],
        _ => [],
    };

    private static StatementUse Read(params string[] names) => new(false, names);

    private static StatementUse Write(params string[] names) => new(true, names);

    private static string[] Elements(Expression value) => [.. value.SelfAndDescendants().OfType<Element>().Select(e => e.Buffer)];
}
