using MCFuser.Core;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Codegen.Cuda;

/// <summary>What a compiler made of a <see cref="CudaKernel"/>. PTX or machine code is null where the compiler gives none or none was asked for.</summary>
public sealed record CompiledCuda(
    ReadOnlyMemory<byte>? Ptx, ReadOnlyMemory<byte>? Cubin, KernelResources? Resources, EquatableArray<Diagnostic> Diagnostics)
{
    /// <summary>Text that no compiler saw.</summary>
    public static CompiledCuda None { get; } = new(null, null, null, []);
}

/// <summary>What the assembler says that a kernel needs: registers and barriers of a thread and a block, all else in bytes.</summary>
/// <param name="SharedBytes">The static part, beside <see cref="CudaKernel.SharedBytes"/>.</param>
/// <param name="SpillStores">Bytes a thread writes because registers ran out.</param>
public sealed record KernelResources(
    int Registers, int SpillStores, int SpillLoads, int StackBytes, int SharedBytes, int ConstantBytes, int Barriers)
{
    public bool Spills => SpillStores > 0 || SpillLoads > 0;

    public override string ToString() => FormattableString.Invariant(
        $"registers {Registers}, spill stores {SpillStores}, spill loads {SpillLoads}, stack {StackBytes}, static shared bytes {SharedBytes}, barriers {Barriers}");
}
