using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;

namespace MCFuser.Frontend.Chains;

/// <summary>
/// Whether a contraction by itself is bound by memory on a device (MBCI). Information only: whether to fuse is for the estimate to say.
/// </summary>
/// <param name="Tensor">The contraction's result.</param>
/// <param name="Flops">Floating-point operations.</param>
/// <param name="Bytes">Compulsory traffic: its operands and its result once, values on chip counted in the operand type.</param>
/// <param name="Intensity">FLOP per byte.</param>
/// <param name="Ridge">The device's ridge point for the operand type, FLOP per byte.</param>
public sealed record Verdict(string Tensor, double Flops, double Bytes, double Intensity, double Ridge)
{
    public bool IsMemoryBound => Intensity < Ridge;

    /// <summary>A verdict for every contraction of a chain, in data-flow order.</summary>
    public static EquatableArray<Verdict> Of(OperatorChain chain, DeviceSpec device) =>
        chain.Contractions.Select(c => Of(c, chain, device)).ToEquatableArray();

    private static Verdict Of(Contraction contraction, OperatorChain chain, DeviceSpec device)
    {
        var operandType = StorageTypes.OperandType(contraction, chain);
        var result = chain.Outputs.Contains(contraction.Target.Name) ? contraction.Target : contraction.Target with { Type = operandType };
        var operands = contraction.TensorsRead()
            .Select(name => chain.FindInput(name) ?? chain.FindStep(name)!.Target with { Type = operandType });
        var (flops, bytes) = (chain.Flops(contraction), operands.Append(result).Sum(chain.Bytes));
        return new Verdict(contraction.Target.Name, flops, bytes, flops / bytes, device.Ridge(operandType));
    }
}
