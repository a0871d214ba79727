namespace MCFuser.Runtime.Cpu.Workers;

/// <summary>Work in numbered tasks that may run in any order.</summary>
internal interface ITaskBody
{
    /// <param name="worker">The worker's number below the thread count; no two workers that run together share one.</param>
    void Run(int worker, long task);
}
