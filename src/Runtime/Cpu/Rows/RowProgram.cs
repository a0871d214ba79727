using MCFuser.Runtime.Cpu.Layout;

namespace MCFuser.Runtime.Cpu.Rows;

/// <summary>
/// An expression over tiles as a list of vector loops: some run once a row, the others for each chunk of a row, so that values between them
/// stay
/// in the nearest cache.
/// </summary>
internal sealed unsafe class RowProgram(
    RowNest nest,
    IReadOnlyList<RowValue> values,
    IReadOnlyList<RowConstant> constants,
    IReadOnlyList<RowInstruction> once,
    IReadOnlyList<RowInstruction> each,
    int result,
    bool direct,
    long chunk,
    long memory)
{
    /// <summary>Elements of a row that are computed together.</summary>
    public const int LongestChunk = 256;

    private readonly RowValue[] _values = [.. values];
    private readonly RowInstruction[] _once = [.. once];
    private readonly RowInstruction[] _each = [.. each];
    private readonly bool[] _varies = [.. values.Select(v => v.Operand >= 0 && nest.InnerStrides[v.Operand] == sizeof(float))];

    public int ValueCount => _values.Length;

    /// <summary>Writes the constants into the worker's memory.</summary>
    public void Warm(Frame frame)
    {
        var address = stackalloc nint[_values.Length];
        Place(frame, address);
        foreach (var constant in constants) new Span<float>((float*)address[constant.Value], (int)constant.Count).Fill(constant.Number);
    }

    /// <summary>The addresses of the values in memory.</summary>
    public void Place(Frame frame, nint* address)
    {
        for (var i = 0; i < _values.Length; i++) address[i] = (nint)(frame.Scratch + memory + _values[i].Offset);
    }

    /// <summary>Computes one row.</summary>
    /// <param name="address">As <see cref="Place"/> left it.</param>
    public void Run(Frame frame, in RowCursor cursor, nint count, nint* address)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i].Operand >= 0) address[i] = cursor[_values[i].Operand];
        }

        foreach (ref readonly var instruction in _once.AsSpan()) RunOnce(frame, cursor, instruction, address);
        for (nint first = 0; first < count; first += (nint)chunk)
        {
            var length = Math.Min((nint)chunk, count - first);
            foreach (ref readonly var instruction in _each.AsSpan()) RunEach(frame, cursor, instruction, first, length, address);
            if (!direct) Write((float*)address[result], cursor[0] + (first * nest.InnerStrides[0]), length);
            if (first + length == count) break;
            for (var i = 0; i < _values.Length; i++)
            {
                if (_varies[i]) address[i] += (nint)chunk * sizeof(float);
            }
        }
    }

    private void RunOnce(Frame frame, in RowCursor cursor, in RowInstruction instruction, nint* address)
    {
        var target = (float*)address[instruction.Target];
        switch (instruction.Action)
        {
            case RowAction.Call:
                Call(instruction, RowLoops.Lanes, address);
                break;
            case RowAction.Broadcast:
                new Span<float>(target, (int)chunk).Fill(*(float*)address[instruction.A]);
                break;
            default:
                *target = frame.Start[instruction.A];
                for (var level = 0; level < nest.Depth; level++)
                {
                    if (nest.OuterAxis(level) == instruction.A) *target += cursor.Index(level);
                }

                break;
        }
    }

    private void RunEach(Frame frame, in RowCursor cursor, in RowInstruction instruction, nint first, nint length, nint* address)
    {
        var target = (float*)address[instruction.Target];
        switch (instruction.Action)
        {
            case RowAction.Call:
                Call(instruction, (length + RowLoops.Lanes - 1) / RowLoops.Lanes * RowLoops.Lanes, address);
                break;
            case RowAction.Count:
                var start = frame.Start[nest.Inner] + first;
                for (nint i = 0; i < length; i++) target[i] = start + i;
                break;
            default:
                var stride = nest.InnerStrides[instruction.A];
                var source = cursor[instruction.A] + (first * stride);
                for (nint i = 0; i < length; i++) target[i] = *(float*)(source + (i * stride));
                break;
        }
    }

    private static void Call(in RowInstruction instruction, nint count, nint* address)
    {
        var function = (delegate*<nint, nint, nint, nint, nint, void>)instruction.Function;
        function(address[instruction.Target], address[instruction.A], address[instruction.B], address[instruction.C], count);
    }

    private void Write(float* source, nint destination, nint count)
    {
        var stride = nest.InnerStrides[0];
        if (stride == sizeof(float)) new Span<float>(source, (int)count).CopyTo(new Span<float>((void*)destination, (int)count));
        else for (nint i = 0; i < count; i++) *(float*)(destination + (i * stride)) = source[i];
    }
}
