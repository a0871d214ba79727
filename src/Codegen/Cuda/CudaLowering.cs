using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Codegen.Cuda.Lowering;
using MCFuser.Codegen.Cuda.Text;
using MCFuser.Core;
using MCFuser.Core.Devices;
using MCFuser.Core.Packages;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda;

/// <summary>The CUDA back end: tile program → kernel program → verified → text.</summary>
public static class CudaLowering
{
    /// <exception cref="Core.Diagnostics.DiagnosticException">The device cannot run such a kernel (exit 3).</exception>
    public static CudaKernel Lower(TileProgram program, DeviceSpec device) => Emit(KernelLowering.Lower(program, device));

    public static CudaKernel Emit(KernelProgram kernel)
    {
        KernelVerifier.Verify(kernel);
        var blocks = kernel.Grid.Select(a => a.Tiles).Append(kernel.BlockParts).Aggregate(1L, (n, t) => checked(n * t));
        var arguments = kernel.Tensors.Select(ManifestArgument (t) => new ParameterArgument { Parameter = t.Name });
        return new CudaKernel
        {
            Entry = KernelText.Entry(kernel),
            Text = KernelText.Print(kernel),
            Grid = [Number(blocks), Number(1), Number(1)],
            Threads = kernel.Threads,
            SharedBytes = kernel.SharedBytes,
            Workspaces = kernel.WorkspaceBytes == 0 ? [] :
            [
                new ManifestWorkspace { Bytes = Number(kernel.WorkspaceBytes), ZeroOnce = false },
                new ManifestWorkspace { Bytes = Number(blocks / kernel.BlockParts * sizeof(int)), ZeroOnce = true },
            ],
            Arguments = (kernel.WorkspaceBytes == 0 ? arguments : arguments.Concat([new WorkspaceArgument { Workspace = 0 }, new WorkspaceArgument { Workspace = 1 }])).ToEquatableArray(),
        };
    }

    private static ManifestExpression Number(long value) => new(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
