using MCFuser.Core.Devices;
using MCFuser.Runtime.Cuda.Nvrtc;
using MCFuser.Tests.Codegen.Cuda.Simulation;

namespace MCFuser.Bench.Ptx;

/// <summary>
/// Compares the kernels for the shapes of the paper with hand-written Triton kernels by what can be counted without a GPU, and writes a section of a Markdown file.
/// </summary>
internal static class PtxCommand
{
    private static readonly string[] _shapes = [.. Enumerable.Range(1, 12).Select(i => $"g{i}"), .. Enumerable.Range(1, 9).Select(i => $"s{i}")];

    /// <param name="arguments">The folder with the samples, the Markdown file, and perhaps shapes; all of the paper without them.</param>
    /// <returns>4 where a tool is missing.</returns>
    public static int Run(string[] arguments)
    {
        if (Missing() is { } missing)
        {
            Console.Error.WriteLine($"bench/ptx: {missing}");
            return 4;
        }

        var (samples, markdown) = (arguments[0], arguments[1]);
        var device = DeviceCatalog.ForArch("sm_80");
        var ours = new OurKernel(samples, device);
        var rows = new List<Comparison>();
        var chosen = new List<(string, KernelFacts, IReadOnlyList<KernelFacts>)>();
        var work = Directory.CreateTempSubdirectory("mcfuser-ptx-");
        try
        {
            foreach (var shape in arguments.Length > 2 ? arguments[2..] : _shapes)
            {
                var peers = TritonCase.For(shape).Select(c => c.Measure(work.FullName)).ToList();
                foreach (var peer in peers)
                {
                    if (ours.WithTiles(shape, peer.TileM, peer.TileN, peer.TileH, peer.TileK, work.FullName) is not { } own) continue;
                    rows.Add(new Comparison(shape, own, peer));
                    Console.Error.WriteLine(FormattableString.Invariant($"{shape} {own.Name} against {peer.Name}: {rows[^1].Ratio:0.00}"));
                }

                chosen.Add((shape, ours.Chosen(shape, work.FullName), peers));
            }
        }
        finally
        {
            work.Delete(recursive: true);
        }

        string[] lines = [.. Section(new ComparisonTable(device), rows, chosen)];
        foreach (var line in lines) Console.WriteLine(line);
        MarkedSection.Write(markdown, "bench/ptx", lines);
        return 0;
    }

    private static IEnumerable<string> Section(
        ComparisonTable table, IReadOnlyList<Comparison> rows, IEnumerable<(string, KernelFacts, IReadOnlyList<KernelFacts>)> chosen) =>
    [
        "## Kernels for a GPU, counted",
        "",
        "Written by `bench/ptx`. f16, sm_80, no GPU: nothing here is a time. The PTX of our kernels and of hand-written Triton 3.9 kernels for the same shapes was executed in a simulator; "
        + "instructions are those that warps issue, before the assembler. Registers, spills and machine code are those of one assembler for both. Ours / Triton everywhere.",
        "",
        "With the tiles of the Triton kernel (`--tile`), or the nearest m and n that the chain can have, and no split over blocks:",
        "",
        .. table.SameTiles(rows),
        "",
        .. table.Summary(rows),
        "",
        "The schedule that the compiler chooses: blocks, instructions of the longest block, global memory moved by a block.",
        "",
        .. ComparisonTable.Chosen(chosen),
    ];

    private static string? Missing()
    {
        if (PtxProcess.Program is null) return $"{PtxProcess.Variable} names no simulator";
        if (Environment.GetEnvironmentVariable(TritonCase.Variable) is not { } peers || !Directory.Exists(peers)) return $"{TritonCase.Variable} names no folder with Triton kernels";
        if (NvrtcSearch.Here.Find() is null) return $"NVRTC was not found; {NvrtcSearch.PathVariable} names its folder";
        return ((string[])["ptxas", "nvdisasm"]).Where(t => Tools.Find(t) is null).Select(t => $"{t} was found neither in {NvrtcSearch.PathVariable} nor in PATH").FirstOrDefault();
    }
}
