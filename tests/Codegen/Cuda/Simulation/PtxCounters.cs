using System.Text.Json;

namespace MCFuser.Tests.Codegen.Cuda.Simulation;

/// <summary>What the PTX simulator counted. Instructions are warp instructions issued, sectors have 32 bytes, an excess wavefront is a bank conflict.</summary>
public sealed record PtxCounters(
    long Blocks, long Instructions, long LongestBlock, long Mma, long Barriers,
    long LoadSectors, long LoadBytes, long StoreSectors, long StoreBytes, long Wavefronts, long ExcessWavefronts)
{
    /// <summary>Reads what <c>--counters FILE</c> wrote.</summary>
    public static PtxCounters Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        var root = document.RootElement;
        var instructions = root.GetProperty("instructions");
        var shared = root.GetProperty("shared").EnumerateObject().Where(e => e.Value.ValueKind == JsonValueKind.Object).Select(e => e.Value).ToList();
        return new PtxCounters(
            root.GetProperty("blocks").GetInt64(),
            instructions.GetProperty("total").GetInt64(),
            instructions.GetProperty("maxPerBlock").GetInt64(),
            root.GetProperty("mma").EnumerateObject().Sum(e => e.Value.GetInt64()),
            root.GetProperty("barriers").GetInt64(),
            Global("sectors", "ld.global", "cp.async"),
            Global("bytes", "ld.global", "cp.async"),
            Global("sectors", "st.global"),
            Global("bytes", "st.global"),
            shared.Sum(e => e.GetProperty("wavefronts").GetInt64()),
            shared.Sum(e => e.GetProperty("excess").GetInt64()));

        long Global(string what, params string[] classes) => root.GetProperty("global").EnumerateObject()
            .Where(e => e.Value.ValueKind == JsonValueKind.Object && classes.Contains(e.Name)).Sum(e => e.Value.GetProperty(what).GetInt64());
    }
}
