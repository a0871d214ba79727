using MCFuser.Runtime.Cpu;

namespace MCFuser.Tests.Runtime.Cpu;

public class FmaPeakTests
{
    /// <summary>A loop that the compiler threw away would seem to run thousands of times faster than any processor.</summary>
    [Fact]
    public void Is_within_what_processors_can_do() =>
        Assert.InRange(FmaPeak.Measure(runs: 3) / Environment.ProcessorCount, 1e8, 1e12);
}
