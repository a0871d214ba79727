using System.Runtime.InteropServices;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Runtime.Cpu;

/// <summary>
/// What one worker knows while it runs a task: the current tile of every axis, where each buffer lies, and its scratch memory.
/// </summary>
internal sealed unsafe class Frame : IDisposable
{
    private const int PageBytes = 4096;

    private void* _scratch;

    public Frame(int axes, int buffers, int keys, long scratchBytes)
    {
        Start = new long[axes];
        Size = new long[axes];
        Position = new long[axes];
        Base = new nint[buffers];
        Keys = new long[keys];
        Part = new int[Enum.GetValues<SplitScope>().Length];
        _scratch = NativeMemory.AlignedAlloc((nuint)scratchBytes, PageBytes);
        NativeMemory.Clear(_scratch, (nuint)scratchBytes);
    }

    ~Frame() => Free();

    /// <summary>The first position of the current tile by axis; 0 where no loop over the axis is active.</summary>
    public long[] Start { get; }

    /// <summary>The valid positions of the current tile by axis; the extent where no loop over the axis is active.</summary>
    public long[] Size { get; }

    /// <summary>Positions by axis that a gather evaluates its indices at.</summary>
    public long[] Position { get; }

    /// <summary>The part that runs by scope of the split loop; 0 outside.</summary>
    public int[] Part { get; }

    /// <summary>The address of each buffer; of a tile that is a view of global memory, the address of the view.</summary>
    public nint[] Base { get; }

    /// <summary>What the loads last brought in (<see cref="Steps.LoadMemory"/>).</summary>
    public long[] Keys { get; }

    /// <summary>Counts the runs of the kernel from 1, so that nothing remembered outlives a run.</summary>
    public long RunNumber { get; set; }

    public byte* Scratch => (byte*)_scratch;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_scratch);
        _scratch = null;
    }
}
