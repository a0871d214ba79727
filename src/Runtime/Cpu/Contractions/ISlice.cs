namespace MCFuser.Runtime.Cpu.Contractions;

/// <summary>
/// Neighbouring elements of a row that the microkernel holds in vector registers. Small structs of vectors: the JIT keeps their fields in
/// registers,
/// so one kernel text serves every width and instruction set at full speed.
/// </summary>
internal unsafe interface ISlice<T>
    where T : struct, ISlice<T>
{
    static abstract T Load(float* address);

    static abstract void Store(T slice, float* address);

    static abstract T Add(T left, T right);

    /// <summary>factor * right + sum</summary>
    static abstract T MultiplyAdd(float factor, T right, T sum);
}
