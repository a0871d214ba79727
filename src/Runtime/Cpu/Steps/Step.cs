namespace MCFuser.Runtime.Cpu.Steps;

/// <summary>A statement ready to run: addresses and strides worked out, code chosen.</summary>
internal abstract class Step
{
    public abstract void Run(Frame frame);

    /// <summary>Fills the scratch memory that the step keeps from run to run; called once for each worker.</summary>
    public virtual void Warm(Frame frame)
    {
    }
}
