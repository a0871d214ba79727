namespace MCFuser.Tests.Codegen.Cuda.Emulation;

/// <summary>What a run came to.</summary>
/// <param name="Fault">Null if all blocks ended, else the kind: <c>race</c>, <c>bounds</c>, <c>divergence</c>, <c>sanitizer</c> and so on.</param>
/// <param name="Message">Block, thread, primitive and what happened.</param>
/// <param name="Buffers">In the order of the arguments, the bytes of outputs and workspaces; empty for inputs and after a fault.</param>
public sealed record EmulationResult(string? Fault, string Message, IReadOnlyList<byte[]> Buffers)
{
    /// <summary>Turns that requests to shared memory took more than one because lanes wanted different words of a bank; 0 if they were not counted.</summary>
    public long Conflicts { get; init; }

    /// <summary>The place in the kernel's library, for <see cref="EmulatedKernel.Locate"/>; 0 if unknown.</summary>
    public long Place { get; init; }
}
