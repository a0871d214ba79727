using MCFuser.Codegen.Packages;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda;

/// <summary>The kernel package of a chain for a GPU: the CUDA C++ text, and what a compiler made of it. A launch names the file that loads fastest.</summary>
public static class CudaPackage
{
    public const string TextFile = "kernel.cu";

    public const string PtxFile = "kernel.ptx";

    public const string CubinFile = "kernel.cubin";

    /// <param name="chain">What the kernel computes.</param>
    /// <param name="program">How it does.</param>
    /// <param name="kernel">The text and its launch.</param>
    /// <param name="compiled">What goes along; <see cref="CompiledCuda.None"/> for the text alone.</param>
    /// <param name="withText">Whether the text goes along; it always does where nothing else would.</param>
    /// <param name="device">Whose limits the launch has to respect; the architecture is its own.</param>
    /// <exception cref="DiagnosticException">The kernel has too many blocks, or needs more than the device has (MCF3201 to MCF3203, exit 3).</exception>
    public static PackageContent Build(
        OperatorChain chain, TileProgram program, CudaKernel kernel, CompiledCuda compiled, bool withText, DeviceSpec device)
    {
        List<PackageFile> files = [];
        if (compiled.Cubin is { } cubin) files.Add(new PackageFile(CubinFile, cubin));
        if (compiled.Ptx is { } ptx) files.Add(new PackageFile(PtxFile, ptx));
        if (withText || files.Count == 0) files.Add(PackageFile.Text(TextFile, kernel.Text));
        var launch = new ManifestLaunch
        {
            File = files[0].Name,
            Entry = kernel.Entry,
            Grid = kernel.Grid,
            Block = [new ManifestExpression(kernel.Threads), new ManifestExpression(1), new ManifestExpression(1)],
            SharedBytes = new ManifestExpression(kernel.SharedBytes),
            Args = kernel.Arguments,
        };
        var manifest = ChainManifest.Of(chain, program, DeviceKind.Cuda, device.Arch, kernel.Workspaces, launch);
        LaunchLimits.Check(kernel, compiled.Resources, manifest.Axes, device);
        return new PackageContent(manifest, [.. files, ChainManifest.Schedule(chain, program, Lines(kernel, compiled.Resources))]);
    }

    private static IEnumerable<string> Lines(CudaKernel kernel, KernelResources? resources)
    {
        yield return $"grid {string.Join(", ", kernel.Grid)}";
        yield return FormattableString.Invariant($"threads {kernel.Threads}");
        yield return FormattableString.Invariant($"dynamic shared bytes {kernel.SharedBytes}");
        if (resources is not null) yield return resources.ToString();
    }
}
