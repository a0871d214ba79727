using MCFuser.Core.Packages;
using MCFuser.Runtime.Cuda.Driver;
using MCFuser.Runtime.Packages;

namespace MCFuser.Runtime.Cuda;

/// <summary>Which file of a kernel a GPU loads: its machine code where that runs, else the PTX beside it.</summary>
internal static class CudaImage
{
    private const string MachineCode = ".cubin", Ptx = ".ptx";

    /// <exception cref="Core.Diagnostics.DiagnosticException">None of the files is for the GPU (MCF4311, exit 4).</exception>
    public static ReadOnlyMemory<byte> Choose(KernelPackage package, ManifestLaunch launch, CudaDevice device)
    {
        var (arch, stem) = (package.Manifest.Arch, Path.GetFileNameWithoutExtension(launch.File));
        if (Find(MachineCode) is { } code && device.Capability.RunsMachineCode(arch)) return code;
        if (Find(Ptx) is { } text && device.Capability.RunsPtx(arch)) return text;
        throw Find(MachineCode) is null && Find(Ptx) is null
            ? DriverErrors.TextOnly(package.Folder)
            : DriverErrors.WrongArchitecture(package.Folder, arch, device.Name, device.Capability.Arch);

        // Without the cast null would become empty memory.
        ReadOnlyMemory<byte>? Find(string extension) =>
            package.Manifest.Files.Any(f => f.Name == stem + extension) ? package.File(stem + extension) : (ReadOnlyMemory<byte>?)null;
    }
}
