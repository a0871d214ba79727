namespace MCFuser.Tests.Codegen.Cuda.Emulation;

public enum BufferRole
{
    /// <summary>Read only; a write ends the run.</summary>
    In,

    /// <summary>Starts as bytes of 255, which are NaN, before every launch.</summary>
    Out,

    /// <summary>Starts as zeros, and keeps its bytes from launch to launch.</summary>
    Work,
}

/// <summary>A pointer argument of a kernel: a buffer of exactly so many bytes, aligned to 16.</summary>
public sealed record EmulatedBuffer(BufferRole Role, int Bytes, ReadOnlyMemory<byte> Content)
{
    public static EmulatedBuffer In(ReadOnlyMemory<byte> content) => new(BufferRole.In, content.Length, content);

    public static EmulatedBuffer Out(int bytes) => new(BufferRole.Out, bytes, default);

    public static EmulatedBuffer Work(int bytes) => new(BufferRole.Work, bytes, default);
}

/// <summary>A launch of a kernel, or several of the same in a row.</summary>
public sealed record EmulatedLaunch(string Entry, int Blocks, int Threads, int SharedBytes, IReadOnlyList<EmulatedBuffer> Arguments)
{
    public int Launches { get; init; } = 1;

    /// <summary>Whether bank conflicts are counted, which takes time.</summary>
    public bool CountsConflicts { get; init; }

    /// <summary>CPU time after which the run is a fault.</summary>
    public int Seconds { get; init; } = 60;
}
