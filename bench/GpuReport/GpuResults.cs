using System.Text.Json.Nodes;

namespace MCFuser.Bench.GpuReport;

/// <summary>What <c>bench/gpu/run.sh</c> left in a folder: a file a stage, each of which may be missing.</summary>
internal sealed class GpuResults(string folder)
{
    public JsonNode? Peers { get; } = Read(folder, "peers.json");

    public JsonNode? Correctness { get; } = Read(folder, "correctness.json");

    public JsonNode? Tuning { get; } = Read(folder, "tuning.json");

    public JsonNode? Comparison { get; } = Read(folder, "comparison.json");

    public JsonNode? Model { get; } = Read(folder, "model.json");

    public IEnumerable<JsonNode> All => new[] { Peers, Correctness, Tuning, Comparison, Model }.OfType<JsonNode>();

    public bool IsDryRun => All.Any(f => f["dryRun"]!.GetValue<bool>());

    /// <summary>The commit that was measured.</summary>
    public string Commit => All.Select(f => f["commit"]?.GetValue<string>()).OfType<string>().FirstOrDefault() ?? "unknown";

    /// <summary>The GPU and its software, from the stage that saw PyTorch.</summary>
    public JsonNode? Machine => (Comparison ?? Peers)?["machine"];

    public static IEnumerable<JsonNode> Rows(JsonNode? file) => file?["rows"]?.AsArray().OfType<JsonNode>() ?? [];

    private static JsonNode? Read(string folder, string name) =>
        Path.Combine(folder, name) is var file && File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file)) : null;
}
