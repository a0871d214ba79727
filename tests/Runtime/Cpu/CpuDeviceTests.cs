using MCFuser.Core;
using MCFuser.Core.Devices;
using MCFuser.Runtime.Cpu;

namespace MCFuser.Tests.Runtime.Cpu;

public sealed class CpuDeviceTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("mcfuser-cpu").FullName;

    public void Dispose() => Directory.Delete(_root, true);

    [Fact]
    public void Without_files_the_defaults_stand_in()
    {
        var device = CpuDevice.Describe(new CpuFiles(_root), 6);
        Assert.Equal(("CPU", DeviceKind.Cpu, 6, 3.0), (device.Name, device.Kind, device.Processors, device.ClockGigahertz));
        Assert.Equal((1L << 20, 32L << 20), (device.SharedBytesPerBlock, device.L2Bytes));
        Assert.Equal(33, device.MemoryGigabytesPerSecond);
        Assert.True(device.PeakFlops(DataType.F32) >= 6 * 3e9 * 8);
    }

    [Fact]
    public void Reads_what_the_files_say()
    {
        Write("proc/cpuinfo", "processor\t: 0\nmodel name\t: Some CPU\ncpu MHz\t\t: 1234.5\nbogomips\t: 5000.00\n\nmodel name\t: Other\n");
        Write("sys/devices/system/cpu/cpu0/topology/thread_siblings_list", "0,8\n");
        Cache(0, 1, "Data", "48K", "0,8");
        Cache(1, 1, "Instruction", "32K", "0,8");
        Cache(2, 2, "Unified", "4M", "0-1,8-9");
        Cache(3, 3, "Unified", "24576K", "0-15");
        var device = CpuDevice.Describe(new CpuFiles(_root), 16);
        Assert.Equal(("Some CPU", 8, 2.5), (device.Name, device.Processors, device.ClockGigahertz));
        Assert.Equal((2L << 20, 24L << 20), (device.SharedBytesPerBlock, device.L2Bytes));

        Write("sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq", "4200000\n");
        Assert.Equal(4.2, CpuDevice.Describe(new CpuFiles(_root), 16).ClockGigahertz, 6);
    }

    [Fact]
    public void Nonsense_in_the_files_is_ignored()
    {
        Write("proc/cpuinfo", "model name\t: CPU @ fastGHz\nbogomips : 0\ncpu MHz : -3\n:::\n");
        Write("sys/devices/system/cpu/cpu0/topology/thread_siblings_list", "x-y\n");
        Cache(0, 2, "Unified", "big", "");
        var device = CpuDevice.Describe(new CpuFiles(_root), 0);
        Assert.Equal((1, 3.0, 1L << 20), (device.Processors, device.ClockGigahertz, device.SharedBytesPerBlock));
    }

    [Fact]
    public void The_machine_at_hand_has_one_description()
    {
        var device = CpuDevice.Describe();
        Assert.Equal(device, CpuDevice.Describe());
        Assert.InRange(device.Processors, 1, Environment.ProcessorCount);
        Assert.InRange(device.ClockGigahertz, 0.1, 10);
        Assert.InRange(device.TeraflopsF32, 1e-3, 1e3);
    }

    private void Cache(int index, int level, string type, string size, string sharing)
    {
        var folder = $"sys/devices/system/cpu/cpu0/cache/index{index}";
        Write($"{folder}/level", $"{level}\n");
        Write($"{folder}/type", $"{type}\n");
        Write($"{folder}/size", $"{size}\n");
        Write($"{folder}/shared_cpu_list", $"{sharing}\n");
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
