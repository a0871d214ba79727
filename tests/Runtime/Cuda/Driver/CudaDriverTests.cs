using System.Text;
using MCFuser.Core.Diagnostics;
using MCFuser.Runtime.Cuda;
using MCFuser.Runtime.Cuda.Driver;

namespace MCFuser.Tests.Runtime.Cuda.Driver;

/// <summary>What goes over to the driver, and what becomes of what it says.</summary>
[Collection(StubDriver.Collection)]
public class CudaDriverTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly byte[] Image = Encoding.UTF8.GetBytes(".version 8.0\n copy record_2 greedy_0 hang_0 fault_0 lost_0");

    private readonly StubDriver _stub = StubDriver.Start();

    [Fact]
    public void Without_a_driver_it_says_what_to_install()
    {
        var error = Refused(DriverCodes.DriverMissing, () => CudaDriver.Load(new DriverSearch(_ => "libnowhere.so")));
        Assert.Contains("install the NVIDIA driver", error.Diagnostics[0].Advice, StringComparison.Ordinal);
        Assert.Equal(["libcuda.so.1", "libcuda.so"], new DriverSearch(_ => null).Names);
        Assert.Null(CudaDriver.TryOpen(out var reason));
        Assert.Contains("no CUDA driver", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_library_is_no_driver() => Refused(DriverCodes.DriverUnusable, () => CudaDriver.Load(new DriverSearch(_ => "libc.so.6")));

    [Theory]
    [InlineData(DriverStatus.NoDevice, DriverCodes.NoDevice)]
    [InlineData(DriverStatus.SystemDriverMismatch, DriverCodes.DriverUnusable)]
    [InlineData(DriverStatus.StubLibrary, DriverCodes.DriverUnusable)]
    public void A_driver_that_does_not_start_is_told_from_one_without_a_GPU(DriverStatus status, string code)
    {
        _stub.Fail("cuInit", status);
        Refused(code, () => StubDriver.Load());
    }

    [Fact]
    public void Describes_the_device_by_what_the_driver_says()
    {
        var driver = StubDriver.Load();
        Assert.Equal((1, 13000), (driver.DeviceCount, driver.Version));
        Refused(DriverCodes.NoDevice, () => driver.Device(1));
        using var device = driver.Device();
        Assert.Equal(("NVIDIA H100 80GB HBM3", "sm_90", "0000:3b:00", 80L << 30), (device.Name, device.Capability.Arch, device.PciAddress, device.FreeBytes));
        var spec = DeviceDescription.Of(device);
        Assert.Equal(("h100", "sm_90", 132, 4096L, 232448L), (spec.Name, spec.Arch, spec.Processors, spec.L2Bytes, spec.SharedBytesPerBlock));
        Assert.Equal(3352.32, spec.MemoryGigabytesPerSecond, 1e-6);
        Assert.Equal(989.4, spec.TeraflopsF16, 1e-6);
        Assert.StartsWith("NVIDIA H100 80GB HBM3, limits and memory from the driver", spec.Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(90, "sm_90", true, true)]
    [InlineData(90, "sm_90a", true, true)]
    [InlineData(90, "sm_80", false, true)]
    [InlineData(89, "sm_86", true, true)]
    [InlineData(86, "sm_89", false, false)]
    [InlineData(100, "sm_90a", false, false)]
    [InlineData(80, "compute_80", false, false)]
    public void Machine_code_and_PTX_run_where_they_may(int device, string arch, bool code, bool ptx)
    {
        var capability = new ComputeCapability(device / 10, device % 10);
        Assert.Equal((code, ptx), (capability.RunsMachineCode(arch), capability.RunsPtx(arch)));
    }

    [Fact]
    public void A_launch_arrives_as_it_was_meant() => Run((device, stream, module) =>
    {
        var function = module.Function("record_2");
        var shape = new LaunchShape((10, 2, 3), (128, 1, 1), (2, 1, 1), 100_000);
        function.Prepare(shape);
        function.Prepare(shape);
        using var arguments = new ArgumentBlock(2);
        arguments.Address(0, 0x1234_5678_9abc_def0);
        arguments.Number(1, MCFuser.Core.DataType.I64, 42);
        function.Launch(shape, stream, arguments.Addresses);
        Assert.Equal("cuLaunchKernelEx record_2 grid 10 2 3 block 128 1 1 cluster 2 1 1 shared 100000 123456789abcdef0 2a", _stub.Calls[^1]);
        Assert.Single(_stub.Calls, c => c == "cuFuncSetAttribute record_2 8=100000");
        Assert.Equal((168, 2), (function.Attribute(FunctionAttribute.Registers), function.ResidentBlocks(128, 100_000)));
    });

    [Fact]
    public void Ordinary_launches_ask_for_nothing_more() => Run((_, stream, module) =>
    {
        var function = module.Function("record_2");
        var shape = new LaunchShape((1, 1, 1), (32, 1, 1), (1, 1, 1), 0);
        function.Prepare(shape);
        using var arguments = new ArgumentBlock(2);
        function.Launch(shape, stream, arguments.Addresses);
        Assert.DoesNotContain(_stub.Calls, c => c.StartsWith("cuFuncSetAttribute", StringComparison.Ordinal));
    });

    [Theory]
    [InlineData("garbage", "error 200")]
    [InlineData(".version 99", "ptxas fatal : stub log")]
    [InlineData(".version 8.0 other", "it has no kernel copy")]
    public void A_refused_image_says_why(string image, string reason) => Run((device, _, _) =>
    {
        var error = Refused(DriverCodes.ImageRefused, () =>
        {
            using var module = device.Load(Encoding.UTF8.GetBytes(image), "p/kernel.ptx");
            module.Function("copy");
        });
        Assert.Equal("p/kernel.ptx", error.Diagnostics[0].File);
        Assert.Contains(reason, error.Diagnostics[0].Problem, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("greedy_0", 32, 0)]
    [InlineData("copy", 2048, 0)]
    [InlineData("copy", 32, 300_000)]
    public void A_block_that_cannot_be_is_refused_and_the_device_lives_on(string name, int threads, int shared) => Run((device, stream, module) =>
    {
        var function = module.Function(name);
        var shape = new LaunchShape((1, 1, 1), (threads, 1, 1), (1, 1, 1), shared);
        using var arguments = new ArgumentBlock(3);
        var error = Refused(DriverCodes.LaunchRefused, () =>
        {
            function.Prepare(shape);
            function.Launch(shape, stream, arguments.Addresses);
        });
        Assert.Equal(ExitCode.NoLegalSchedule, error.ExitCode);
        Assert.False(device.IsBroken);
        stream.Wait(Limit);
    });

    [Theory]
    [InlineData("fault_0", DriverCodes.KernelFault)]
    [InlineData("lost_0", DriverCodes.DeviceLost)]
    [InlineData("hang_0", DriverCodes.TimedOut)]
    public void After_a_kernel_that_fails_or_hangs_the_driver_is_left_alone(string name, string code)
    {
        using (var device = StubDriver.Load().Device())
        using (var stream = device.NewStream())
        using (var memory = stream.Allocate(64))
        using (var module = device.Load(Image, "kernel.ptx"))
        {
            module.Function(name).Launch(new LaunchShape((1, 1, 1), (32, 1, 1), (1, 1, 1), 0), stream, []);
            Refused(code, () => stream.Download(memory, new byte[64], TimeSpan.FromMilliseconds(20)));
            Assert.True(device.IsBroken);
        }

        Assert.Equal(0, _stub.Blocked);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    public void Memory_comes_and_goes_with_and_without_pools(string pools)
    {
        Environment.SetEnvironmentVariable("STUB_POOLS", pools);
        using (var device = StubDriver.Load().Device())
        using (var stream = device.NewStream())
        using (var memory = stream.Allocate(8))
        {
            stream.Upload([1, 2, 3, 4, 5, 6, 7, 8], memory);
            var bytes = new byte[8];
            stream.Download(memory, bytes, Limit);
            Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], bytes);
            stream.Fill(memory, 9);
            stream.Download(memory, bytes, Limit);
            Assert.All(bytes, b => Assert.Equal(9, b));
        }

        Assert.Equal(0, _stub.Live);
    }

    [Fact]
    public void Too_little_memory_is_told_and_the_device_lives_on() => Run((device, stream, _) =>
    {
        _stub.Memory(1000);
        Refused(DriverCodes.OutOfMemory, () => stream.Allocate(1001));
        using var memory = stream.Allocate(1000);
        Assert.False(device.IsBroken);
        _stub.Memory(80UL << 30);
    });

    [Theory]
    [InlineData(false, 7.0)]
    [InlineData(true, 5.0)]
    public void The_timer_takes_the_time_of_one_copy(bool cold, double least) => Run((device, stream, module) =>
    {
        using var memory = stream.Allocate(64);
        var function = module.Function("copy");
        using var arguments = new ArgumentBlock(3);
        for (var i = 0; i < 2; i++) arguments.Address(i, memory.Address);
        arguments.Number(2, MCFuser.Core.DataType.I32, 64);
        using var timer = new DeviceTimer(stream, cold, copies: 20, Limit);
        // The stub counts 5 us for a kernel and 1 us for a fill.
        using var graph = timer.Record(() =>
        {
            function.Launch(new LaunchShape((1, 1, 1), (32, 1, 1), (1, 1, 1), 0), stream, arguments.Addresses);
            if (!cold) stream.Fill(memory, 0);
            if (!cold) stream.Fill(memory, 1);
        });
        Assert.Equal(least, timer.Measure(graph), 1e-3);
    });

    private void Run(Action<CudaDevice, CudaStream, CudaModule> use)
    {
        using (var device = StubDriver.Load().Device())
        using (var stream = device.NewStream())
        using (var module = device.Load(Image, "kernel.ptx"))
            use(device, stream, module);
        Assert.Equal(0, _stub.Live);
    }

    private static DiagnosticException Refused(string code, Action action)
    {
        var error = Assert.Throws<DiagnosticException>(action);
        Assert.Equal(code, error.Diagnostics[0].Code);
        return error;
    }
}
