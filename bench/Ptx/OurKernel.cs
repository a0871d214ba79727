using MCFuser.Compiler;
using MCFuser.Compiler.Cuda;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Tensors;
using MCFuser.Tests.Codegen.Cuda.Simulation;

namespace MCFuser.Bench.Ptx;

/// <summary>The kernel that the compiler makes for a shape of the paper.</summary>
/// <param name="samples">The folder with the samples.</param>
internal sealed class OurKernel(string samples, DeviceSpec device)
{
    private static readonly int[] _sizes = [16, 32, 64, 128, 256];

    /// <summary>With tiles of this size or, if the chain cannot have them, the nearest, and no split over blocks; null if it can have none.</summary>
    public KernelFacts? WithTiles(string shape, int m, int n, int h, int k, string work)
    {
        var near = _sizes.SelectMany(x => _sizes.Select(y => (M: x, N: y))).OrderBy(t => KernelFacts.Distance(t, (m, n))).ThenByDescending(t => t.M);
        foreach (var tile in near)
        {
            try
            {
                return Measure(shape, new() { Target = DeviceKind.Cuda, Tiles = FormattableString.Invariant($"m={tile.M},n={tile.N},h={h},k={k}"), Splits = SplitUse.Warps }, work);
            }
            catch (DiagnosticException error) when (error.ExitCode == ExitCode.NoLegalSchedule)
            {
                // The next nearest.
            }
        }

        return null;
    }

    /// <summary>With the schedule that the compiler chooses.</summary>
    public KernelFacts Chosen(string shape, string work) => Measure(shape, new() { Target = DeviceKind.Cuda }, work);

    private KernelFacts Measure(string shape, CompilationOptions options, string work)
    {
        var compilation = Pipeline.Compile(Pipeline.Read(Path.Combine(samples, "paper", $"{shape}.mcf"), options).Single(), device, options);
        var package = CudaPackager.Standard.Build(compilation, new CudaOptions(), CancellationToken.None).Single();
        var (kernel, compiled) = (package.Kernel, package.Compiled);
        var result = PtxSimulator.Run(package.Content, RandomInputs.Create(compilation.Graph, 1));
        if (result.ExitCode != 0) throw new InvalidOperationException($"{shape} {options.Tiles}: {result.Log}");
        var cubin = Path.Combine(work, "ours.cubin");
        File.WriteAllBytes(cubin, compiled.Cubin!.Value.Span);
        var (schedule, resources) = (compilation.Kernels[0].Schedule, compiled.Resources!);
        return new KernelFacts(
            schedule.ToString(), Tile("m"), Tile("n"), Tile("h"), Tile("k"), kernel.Threads, kernel.SharedBytes + resources.SharedBytes, resources.Registers,
            resources.SpillStores + resources.SpillLoads, SassLoop.Read(Tools.Disassemble(cubin)), result.Counters!);

        int Tile(string axis) => schedule.Tiles.First(t => t.Axis == axis).Size;
    }
}
