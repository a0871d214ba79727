using System.Text.Json;
using System.Text.Json.Nodes;
using MCFuser.Core;
using MCFuser.Core.Tensors;
using MCFuser.Runtime.Npy;
using MCFuser.Tests.Codegen.Cuda.Simulation;

namespace MCFuser.Bench.Ptx;

/// <summary>A hand-written Triton kernel for a shape of the paper, from the folder that <c>MCFUSER_PEERS</c> names: PTX and a launch description.</summary>
internal sealed record TritonCase(string Folder, string Shape, int TileM, int TileN, int TileH, int TileK)
{
    public const string Variable = "MCFUSER_PEERS";

    private const string Arch = "sm_80";

    /// <summary>The f16 kernels for a shape (<c>g1</c>), in order of name.</summary>
    public static IReadOnlyList<TritonCase> For(string shape)
    {
        var kind = shape[0] == 'g' ? "b2b" : "attn";
        var pattern = $"{kind}_{shape.ToUpperInvariant()}_sm80_*";
        return [.. Directory.EnumerateDirectories(Environment.GetEnvironmentVariable(Variable)!, pattern).Order(StringComparer.Ordinal).Select(f => Read(f, shape))];
    }

    /// <summary>Its configuration: <c>m64n128w4s3</c>.</summary>
    public string Name => Path.GetFileName(Folder).Split('_')[^1];

    /// <summary>Runs it on random inputs: what is counted does not depend on them.</summary>
    /// <param name="work">A folder to write into.</param>
    public KernelFacts Measure(string work)
    {
        var launch = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "launch.json")))!;
        var ptx = Path.Combine(Folder, launch["ptx"]!.GetValue<string>());
        launch["ptx"] = ptx;
        foreach (var parameter in launch["params"]!.AsArray())
        {
            parameter!.AsObject().Remove("expect");
            if (parameter["kind"]!.GetValue<string>() == "buffer") parameter["file"] = Input(work, Path.GetFileNameWithoutExtension(parameter["file"]!.GetValue<string>()));
        }

        var file = Path.Combine(work, "launch.json");
        File.WriteAllText(file, launch.ToJsonString());
        var (code, log, counters) = PtxProcess.Run(file, new PtxSchedule(), Environment.ProcessorCount);
        if (code != 0) throw new InvalidOperationException($"{Folder}: {log}");
        var cubin = Path.Combine(work, "triton.cubin");
        var (registers, spills) = Tools.Assemble(ptx, Arch, cubin);
        var threads = launch["block"]![0]!.GetValue<int>();
        return new KernelFacts(Name, TileM, TileN, TileH, TileK, threads, launch["sharedBytes"]!.GetValue<long>(), registers, spills, SassLoop.Read(Tools.Disassemble(cubin)), counters!);
    }

    private static TritonCase Read(string folder, string shape)
    {
        using var info = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "info.json")));
        var tiles = info.RootElement.GetProperty("tiles");
        var h = info.RootElement.GetProperty("shape").GetProperty("sizes")[4].GetInt32();
        var k = info.RootElement.GetProperty("shape").GetProperty("sizes")[3].GetInt32();
        var tileH = tiles.TryGetProperty("BLOCK_H", out var block) ? Math.Min(h, block.GetInt32()) : h;
        return new TritonCase(folder, shape, tiles.GetProperty("BLOCK_M").GetInt32(), tiles.GetProperty("BLOCK_N").GetInt32(), tileH, shape[0] == 's' ? k : Math.Min(k, tiles.GetProperty("BLOCK_K").GetInt32()));
    }

    /// <summary>Writes an operand, by the name that the descriptions use.</summary>
    private string Input(string work, string name)
    {
        using var info = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "info.json")));
        var sizes = info.RootElement.GetProperty("shape").GetProperty("sizes").EnumerateArray().Select(s => s.GetInt64()).ToArray();
        var (b, m, n, k, h) = (sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]);
        EquatableArray<long> shape = name switch
        {
            "a" or "q" => [b, m, k],
            "b" => [b, k, n],
            "k" => [b, n, k],
            "d" or "v" => [b, n, h],
            _ => throw new InvalidOperationException($"{Folder}: unknown operand {name}"),
        };
        var tensor = new TensorData(name, DataType.F16, shape);
        var random = SplitMix64.For(1, name);
        for (var i = 0; i < tensor.Count; i++) tensor[i] = (2 * random.NextUnit()) - 1;
        var file = Path.Combine(work, $"{name}.npy");
        NpyWriter.Write(file, tensor);
        return file;
    }
}
