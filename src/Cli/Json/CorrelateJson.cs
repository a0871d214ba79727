using MCFuser.Compiler.Benchmarks;

namespace MCFuser.Cli.Json;

/// <summary>What <c>correlate --json</c> prints; times in microseconds.</summary>
internal sealed record CorrelateJson(int Schema, IEnumerable<CorrelationReport> Chains);
