using System.Text.Json;
using System.Text.Json.Serialization;
using MCFuser.Core.Devices;

namespace MCFuser.Compiler.Tuning;

/// <summary>
/// How the schedule of one kernel was found, as JSON has it. <c>stop</c> says why the search ended, <c>measured</c> has every measurement in the order
/// in which it was made: those of the finalists are there twice.
/// </summary>
public sealed record TuningJson(
    string Kernel, string Device, string Stop, int Estimated, int Generations,
    CandidateJson Winner, CandidateJson? RunnerUp, CandidateJson ModelChoice, IEnumerable<CandidateJson> Measured)
{
    /// <summary>What a package's <c>tuning.json</c> holds.</summary>
    public static ReadOnlyMemory<byte> File(CompiledKernel kernel, DeviceSpec device) =>
        JsonSerializer.SerializeToUtf8Bytes(Of(kernel, device), TuningContext.Default.TuningJson);

    public static TuningJson Of(CompiledKernel kernel, DeviceSpec device)
    {
        var search = kernel.Search;
        return new TuningJson(
            kernel.Chain.Name, device.Name, search.Stop.ToString(), search.Estimated, search.Generations,
            CandidateJson.Of(search.Winner), search.RunnerUp is { } next ? CandidateJson.Of(next) : null, CandidateJson.Of(search.ModelChoice),
            search.Measured.Select(CandidateJson.Of));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(TuningJson))]
internal sealed partial class TuningContext : JsonSerializerContext;
