namespace MCFuser.Portable.Kernels;

/// <summary>The positions of a thread in the loops of an operator.</summary>
internal static class Loops
{
    /// <summary>Moves the loops from <paramref name="first"/> to before <paramref name="end"/> to a row-major point of their space.</summary>
    public static void Seek(OperatorMemory memory, int thread, int threads, int extents, int first, int end, long point)
    {
        for (var loop = end - 1; loop >= first; loop--)
        {
            var extent = memory.Code[extents + loop];
            memory.Positions[(long)loop * threads + thread] = point % extent;
            point /= extent;
        }
    }

    /// <summary>Moves them to the next point, the last loop fastest.</summary>
    public static void Advance(OperatorMemory memory, int thread, int threads, int extents, int first, int end)
    {
        for (var loop = end - 1; loop >= first; loop--)
        {
            var slot = (long)loop * threads + thread;
            var next = memory.Positions[slot] + 1;
            var isInside = next < memory.Code[extents + loop];
            memory.Positions[slot] = isInside ? next : 0;
            if (isInside) return;
        }
    }

    /// <summary>Reads an offset at <paramref name="at"/> of the code: the number of its loops, its origin, and for each loop its number and stride.</summary>
    public static long Offset(OperatorMemory memory, int thread, int threads, int at)
    {
        var offset = memory.Code[at + 1];
        var end = at + OffsetLength(memory, at);
        for (var pair = at + 2; pair < end; pair += 2) offset += memory.Code[pair + 1] * memory.Positions[memory.Code[pair] * threads + thread];
        return offset;
    }

    public static int OffsetLength(OperatorMemory memory, int at) => 2 + 2 * (int)memory.Code[at];
}
