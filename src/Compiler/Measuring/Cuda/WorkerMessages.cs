using System.Text.Json;
using System.Text.Json.Serialization;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Compiler.Measuring.Cuda;

/// <summary>What the measuring worker is asked for, one JSON object a line. It answers each with a <see cref="WorkerReply"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "do")]
[JsonDerivedType(typeof(OpenRequest), "open")]
[JsonDerivedType(typeof(TensorsRequest), "tensors")]
[JsonDerivedType(typeof(RunRequest), "run")]
[JsonDerivedType(typeof(TimeRequest), "time")]
[JsonDerivedType(typeof(DropRequest), "drop")]
internal abstract record WorkerRequest;

/// <summary>Opens a GPU, for this process alone.</summary>
/// <param name="LimitSeconds">How long a launch may take from then on.</param>
/// <param name="LockSeconds">How long another process may keep it.</param>
internal sealed record OpenRequest(int Device, double LimitSeconds, double LockSeconds) : WorkerRequest;

/// <summary>Allocates the tensors that all candidates share; those with a file are filled from it.</summary>
internal sealed record TensorsRequest(IReadOnlyList<WorkerTensor> Tensors) : WorkerRequest;

/// <param name="File">The bytes of an input; of an output, where they are written to.</param>
internal sealed record WorkerTensor(string Name, long Bytes, string File, bool IsOutput);

/// <summary>Loads a package, keeps it by a number, and runs it once on poisoned outputs, which it writes to their files.</summary>
internal sealed record RunRequest(int Id, string Package) : WorkerRequest;

/// <summary>Times packages in turns.</summary>
/// <param name="Most">Replays of each at most.</param>
/// <param name="LagsBehind">One that took this many times the best so far is not replayed further.</param>
internal sealed record TimeRequest(IReadOnlyList<int> Ids, int Copies, bool Cold, double BudgetSeconds, int Most, double LagsBehind) : WorkerRequest;

/// <summary>Unloads packages.</summary>
internal sealed record DropRequest(IReadOnlyList<int> Ids) : WorkerRequest;

/// <summary>What became of a request.</summary>
/// <param name="Error">Null if all went well.</param>
/// <param name="ErrorId">The package that was to blame, where one was.</param>
/// <param name="Ends">Whether the worker ends, because the device is of no more use to it.</param>
/// <param name="Times">Microseconds of one copy, for each package in order.</param>
internal sealed record WorkerReply(WorkerError? Error = null, int? ErrorId = null, bool Ends = false, IReadOnlyList<IReadOnlyList<double>>? Times = null);

internal sealed record WorkerError(ExitCode Exit, string Code, string Problem, string Advice)
{
    public DiagnosticException ToException() => new(Exit, new Diagnostic(Code, Problem, Advice));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(WorkerRequest))]
[JsonSerializable(typeof(WorkerReply))]
internal sealed partial class WorkerJson : JsonSerializerContext
{
    public static string Line(WorkerRequest request) => JsonSerializer.Serialize(request, Default.WorkerRequest);

    public static string Line(WorkerReply reply) => JsonSerializer.Serialize(reply, Default.WorkerReply);
}
