using MCFuser.Codegen.Cuda.Lowering;
using MCFuser.Core.Devices;

namespace MCFuser.Tests.Codegen.Cuda;

public class OccupancyTests
{
    /// <summary>ptxas 13.0 gives kernels bound to so many threads no more registers than these.</summary>
    [Theory]
    [InlineData(1, 255)]
    [InlineData(8, 255)]
    [InlineData(11, 168)]
    [InlineData(12, 168)]
    [InlineData(16, 128)]
    [InlineData(32, 64)]
    public void Warps_limit_the_registers_of_a_thread(int warps, int registers) =>
        Assert.Equal(registers, Occupancy.RegisterLimit(warps, DeviceCatalog.Find("a100")));
}
