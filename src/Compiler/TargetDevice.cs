using MCFuser.Core.Devices;

namespace MCFuser.Compiler;

public static class TargetDevice
{
    public static IEnumerable<DeviceSpec> All => [Cpu];

    private static readonly DeviceSpec Cpu = new() { Name="stub", Kind=DeviceKind.Cpu, Arch="x64-v4", Processors=2, ClockGigahertz=3.6, TeraflopsF16=.233, TeraflopsBF16=.233, TeraflopsTF32=.233,TeraflopsF32=.233, MemoryGigabytesPerSecond=33, L2GigabytesPerSecond=188, L2Bytes=32<<20, SharedBytesPerBlock=1<<20, SharedBytesPerProcessor=1<<20, RegistersPerProcessor=32, RegistersPerThread=32,ThreadsPerProcessor=1,ThreadsPerBlock=1,BlocksPerProcessor=1,ClusterSize=1,LaunchMicroseconds=0.1, Source="stub"};

    public static DeviceSpec Find(CompilationOptions options) =>
        options.Target == DeviceKind.Cuda ? throw CompilerErrors.TargetUnavailable("cuda") : Cpu;
}
