using MCFuser.Codegen.Cuda;
using MCFuser.Core.Packages;

namespace MCFuser.Tests.Codegen.Cuda.Fixtures;

/// <summary>Kernels of a few lines.</summary>
internal static class Texts
{
    /// <summary>Keeps 300 values alive in registers, more than a thread has.</summary>
    public const string Spilling =
        """
        extern "C" __global__ void __launch_bounds__(128) k(float* x) {
            float v[300];
            #pragma unroll
            for (int i = 0; i < 300; i++) v[i] = x[i * 128 + threadIdx.x];
            __syncthreads();
            #pragma unroll
            for (int i = 0; i < 300; i++) x[(299 - i) * 128 + threadIdx.x + 1] = v[i] * v[(i * 7 + 3) % 300];
        }
        """;

    /// <summary>A kernel of one block without parameters.</summary>
    public static CudaKernel Kernel(string entry, string text) => new()
    {
        Entry = entry,
        Text = text,
        Grid = [new ManifestExpression(1), new ManifestExpression(1), new ManifestExpression(1)],
        Threads = 128,
        SharedBytes = 0,
        Workspaces = [],
        Arguments = [],
    };
}
