using ILGPU;

namespace MCFuser.Portable.Kernels;

/// <summary>Runs a program at the positions of a thread. The top of the stack is kept apart from the rest.</summary>
internal static class Evaluator
{
    public static double Evaluate(OperatorMemory memory, int thread, int threads, int from, int end)
    {
        var top = 0.0;
        long stack = thread;
        for (var at = from; at < end;)
        {
            var instruction = (int)memory.Code[at++];
            var kind = instruction >> Instruction.KindShift << Instruction.KindShift;
            if (kind == Instruction.Unary)
            {
                top = Operators.Unary(instruction - kind, top);
            }
            else if (kind != 0)
            {
                stack -= threads;
                var left = memory.Stack[stack];
                top = kind == Instruction.Binary ? Operators.Binary(instruction - kind, left, top) : Operators.Compare(instruction - kind, left, top);
            }
            else if (instruction == Instruction.Select)
            {
                stack -= 2 * threads;
                top = memory.Stack[stack] != 0 ? memory.Stack[stack + threads] : top;
            }
            else if (instruction == Instruction.Check)
            {
                if (!(top >= 0 && top < memory.Code[at]))
                {
                    Atomic.Max(ref memory.Failure[0], (int)memory.Code[at + 1]);
                    top = 0;
                }

                at += 2;
            }
            else
            {
                var gathered = 0L;
                if (instruction == Instruction.GatheredReal || instruction == Instruction.GatheredInteger)
                {
                    gathered = (long)top;
                }
                else
                {
                    memory.Stack[stack] = top;
                    stack += threads;
                }

                top = Operand(memory, thread, threads, instruction, at, gathered);
                at += instruction <= Instruction.Position ? 1 : Loops.OffsetLength(memory, at);
            }
        }

        return top;
    }

    private static double Operand(OperatorMemory memory, int thread, int threads, int instruction, int at, long gathered)
    {
        if (instruction == Instruction.Number) return Interop.IntAsFloat((ulong)memory.Code[at]);
        if (instruction == Instruction.Position) return memory.Positions[memory.Code[at] * threads + thread];
        var offset = gathered + Loops.Offset(memory, thread, threads, at);
        return instruction <= Instruction.GatheredReal ? memory.Reals[offset] : memory.Integers[offset];
    }
}
