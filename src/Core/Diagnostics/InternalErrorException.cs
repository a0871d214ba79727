namespace MCFuser.Core.Diagnostics;

/// <summary>A broken promise between stages: a bug of ours, never of the input. Carries the IR it choked on.</summary>
public sealed class InternalErrorException(string stage, string problem, string ir) : Exception($"{stage}: {problem}")
{
    public string Stage { get; } = stage;

    public string IntermediateRepresentation { get; } = ir;
}
