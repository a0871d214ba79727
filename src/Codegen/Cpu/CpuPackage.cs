using MCFuser.Codegen.Packages;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Packages;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cpu;

/// <summary>The kernel package of a chain for the CPU: the printed tile program, which the runtime executes.</summary>
public static class CpuPackage
{
    public const string KernelFile = "kernel.tile";

    /// <param name="chain">What the kernel computes.</param>
    /// <param name="program">How it does.</param>
    /// <param name="arch"><c>x64-v3</c>, <c>x64-v4</c>: what the program was tuned for.</param>
    public static PackageContent Build(OperatorChain chain, TileProgram program, string arch)
    {
        var launch = new ManifestLaunch
        {
            File = KernelFile,
            Entry = program.Name,
            Tasks = CpuSizes.Tasks(program),
            ScratchBytes = CpuSizes.ScratchBytes(program),
            Args = program.Inputs.Concat(program.Outputs).Select(ManifestArgument (b) => new ParameterArgument { Parameter = b.Name }).ToEquatableArray(),
        };
        var schedule = ChainManifest.Schedule(chain, program, $"tasks {launch.Tasks}", $"scratch bytes for each thread {launch.ScratchBytes}");
        var manifest = ChainManifest.Of(chain, program, DeviceKind.Cpu, arch, [], launch);
        return new PackageContent(manifest, [PackageFile.Text(KernelFile, program.ToString()), schedule]);
    }
}
