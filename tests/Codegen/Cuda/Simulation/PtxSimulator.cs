using System.Text.Json.Nodes;
using MCFuser.Codegen.Packages;
using MCFuser.Core;
using MCFuser.Core.Packages;
using MCFuser.Core.Tensors;
using MCFuser.Runtime.Npy;

namespace MCFuser.Tests.Codegen.Cuda.Simulation;

/// <summary>What a simulated launch left: the outputs by name (null if it failed), the simulator's verdict, and its counters.</summary>
public sealed record PtxResult(int ExitCode, string Log, IReadOnlyDictionary<string, TensorData>? Outputs, PtxCounters? Counters);

/// <summary>Executes the PTX of a kernel package without a GPU. Outputs and workspaces start as NaN, a workspace that asks for it as zeros.</summary>
public static class PtxSimulator
{
    private const string PtxFile = "kernel.ptx";

    /// <param name="content">A package that holds PTX.</param>
    /// <param name="inputs">The tensors by name.</param>
    /// <param name="schedule">How warps take turns; round robin without one.</param>
    /// <param name="extents">Those of the dynamic axes.</param>
    public static PtxResult Run(
        PackageContent content, IReadOnlyDictionary<string, TensorData> inputs, PtxSchedule? schedule = null, IReadOnlyDictionary<string, long>? extents = null)
    {
        var ptx = content.Files.First(f => f.Name.EndsWith(".ptx", StringComparison.Ordinal)).Bytes;
        return Run(content.Manifest, ptx, inputs, schedule, extents);
    }

    public static PtxResult Run(
        Manifest manifest, ReadOnlyMemory<byte> ptx, IReadOnlyDictionary<string, TensorData> inputs, PtxSchedule? schedule = null,
        IReadOnlyDictionary<string, long>? extents = null)
    {
        var bound = manifest.Axes.ToDictionary(a => a.Name, a => extents?.GetValueOrDefault(a.Name, a.Min) ?? a.Min);
        var folder = Directory.CreateTempSubdirectory("mcfuser-ptx-");
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, PtxFile), ptx.Span);
            foreach (var parameter in manifest.Parameters.Where(p => p.Direction == ParameterDirection.In))
                NpyWriter.Write(Path.Combine(folder.FullName, FileOf(parameter)), inputs[parameter.Name]);
            var launch = Path.Combine(folder.FullName, "launch.json");
            File.WriteAllText(launch, Description(manifest, bound).ToJsonString());
            var (code, log, counters) = PtxProcess.Run(launch, schedule ?? new PtxSchedule());
            var outputs = code != 0 ? null : manifest.Parameters.Where(p => p.Direction == ParameterDirection.Out)
                .ToDictionary(p => p.Name, p => Output(Path.Combine(folder.FullName, FileOf(p)), p, bound));
            return new PtxResult(code, log, outputs, counters);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static JsonObject Description(Manifest manifest, Dictionary<string, long> extents)
    {
        var launch = manifest.Variants.First(v => v.Guard?.Holds(extents) ?? true).Launches.Single();
        return new JsonObject
        {
            ["ptx"] = PtxFile,
            ["kernel"] = launch.Entry,
            ["grid"] = Numbers(launch.Grid),
            ["block"] = Numbers(launch.Block),
            ["cluster"] = launch.Cluster.Count > 0 ? Numbers(launch.Cluster) : new JsonArray(1, 1, 1),
            ["sharedBytes"] = launch.SharedBytes?.Evaluate(extents) ?? 0,
            ["params"] = new JsonArray([.. launch.Args.Select(a => Argument(a, manifest, extents))]),
        };

        JsonArray Numbers(IEnumerable<ManifestExpression> values) => new([.. values.Select(v => JsonValue.Create(v.Evaluate(extents)))]);
    }

    private static JsonObject Argument(ManifestArgument argument, Manifest manifest, Dictionary<string, long> extents) => argument switch
    {
        ParameterArgument { Parameter: var name } => Tensor(manifest.Parameters.First(p => p.Name == name), extents),
        WorkspaceArgument { Workspace: var number } => Workspace(number, manifest.Workspaces[number], extents),
        AxisArgument axis => Scalar(axis.Type, extents[axis.Axis]),
        ScalarArgument scalar => Scalar(scalar.Type, scalar.Scalar),
        _ => throw new NotSupportedException($"{argument}"),
    };

    private static JsonObject Tensor(ManifestParameter parameter, Dictionary<string, long> extents)
    {
        var tensor = new JsonObject
        {
            ["kind"] = parameter.Direction == ParameterDirection.In ? "buffer" : "output", ["file"] = FileOf(parameter), ["dtype"] = Type(parameter.Type),
        };
        if (parameter.Direction == ParameterDirection.Out) tensor["shape"] = new JsonArray([.. parameter.Shape.Select(e => JsonValue.Create(e.Evaluate(extents)))]);
        return tensor;
    }

    private static JsonObject Workspace(int number, ManifestWorkspace workspace, Dictionary<string, long> extents)
    {
        var memory = new JsonObject
        {
            ["kind"] = "output", ["file"] = $"workspace{number}.npy", ["dtype"] = "u8", ["shape"] = new JsonArray(workspace.Bytes.Evaluate(extents)),
        };
        if (workspace.ZeroOnce) memory["init"] = "zero";
        return memory;
    }

    private static JsonObject Scalar(DataType type, double value) => new()
    {
        ["kind"] = "scalar", ["dtype"] = Type(type), ["value"] = type.IsFloat() ? JsonValue.Create(value) : JsonValue.Create((long)value),
    };

    private static TensorData Output(string file, ManifestParameter parameter, Dictionary<string, long> extents)
    {
        var bytes = File.ReadAllBytes(file);
        var header = 10 + BitConverter.ToUInt16(bytes, 8);
        return new TensorData(parameter.Name, parameter.Type, parameter.Shape.Select(e => e.Evaluate(extents)).ToEquatableArray(), bytes.AsMemory(header));
    }

    private static string Type(DataType type) => type == DataType.Bool ? "u8" : type.Text();

    private static string FileOf(ManifestParameter parameter) => $"{parameter.Name}.npy";
}
