using System.Globalization;
using MCFuser.Compiler;
using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Devices;
using MCFuser.Tiling;
using MCFuser.Tiling.Placement;
using MCFuser.Tiling.Placement.Passes;
using MCFuser.Tiling.Rules;
using MCFuser.Tiling.Schedules;

namespace MCFuser.Cli.Text.Explain;

/// <summary>Why the candidate of every kernel is legal: what finishes where, how much it pads, what it keeps on chip.</summary>
internal sealed class CandidateSection : IExplainSection
{
    public string Title => "why it is legal";

    public void Write(TextWriter output, Compilation compilation)
    {
        foreach (var kernel in compilation.Kernels)
        {
            output.WriteLine($"{kernel.Chain.Name}:");
            WriteFlow(output, kernel);
            foreach (var axis in kernel.Chain.TiledAxes) output.WriteLine($"  {Padding(axis, kernel.Schedule.Tile(axis.Name))}");
            WriteFit(output, kernel, compilation.Device);
        }
    }

    private static void WriteFlow(TextWriter output, CompiledKernel kernel)
    {
        var flow = new ChainFlow(kernel.Chain);
        var paths = new StepPaths(flow, kernel.Schedule.Tiling, DeleteUnitLoops.UnitAxes(flow, kernel.Schedule));
        foreach (var step in kernel.Chain.Steps.Where(s => s.Reduced.Count > 0))
        {
            var loops = step.Reduced.Where(paths[step].Contains).ToList();
            var alive = paths.KeptAlive(step).ToList();
            output.WriteLine($"  {step.Target.Name} " + (step, loops) switch
            {
                (SoftmaxStep, []) => $"has {string.Join(", ", step.Reduced)} in one tile: plain softmax",
                (SoftmaxStep, _) => $"runs online over {string.Join(", ", loops)}: running maximum and sum, what was accumulated is rescaled",
                (_, []) => "is finished within one tile",
                _ => $"is finished after the loop over {string.Join(", ", loops)}",
            } + (alive.Count == 0 ? "" : $"; the tiles of {string.Join(", ", alive)} stay alive meanwhile"));
        }
    }

    private static string Padding(ChainAxis axis, int tile)
    {
        var tiles = (axis.Extent.Value + tile - 1) / tile;
        var padding = (100.0 * tiles * tile / axis.Extent.Value) - 100;
        return string.Create(CultureInfo.InvariantCulture, $"{axis.Name} = {axis.Extent}: {tiles} x {tile}, pads {padding:0.#} %");
    }

    private static void WriteFit(TextWriter output, CompiledKernel kernel, DeviceSpec device)
    {
        var memory = new SharedMemory(kernel.Chain, device);
        var tiles = kernel.Chain.TiledAxes.Select(a => kernel.Schedule.Tile(a.Name)).ToArray();
        var bytes = SharedMemory.OperandType(kernel.Chain).Bytes();
        output.WriteLine($"  one tile of each tensor: {Units.Bytes(bytes * memory.Elements(tiles))}; rule 4 allows {Units.Bytes(bytes * memory.Limit)}");
        var fit = FitTest.Of(kernel.Program, device);
        output.WriteLine(device.Kind == DeviceKind.Cpu
            ? $"  all tiles with live copies: {Units.Bytes(fit.SharedBytes)} of cache"
            : $"  with stages and live copies: {Units.Bytes(fit.SharedBytes)} shared of {Units.Bytes(fit.SharedLimit)}, "
              + $"about {Units.Count(fit.RegistersPerThread)} registers a thread of {Units.Count(fit.RegisterLimit)}");
    }
}
