using MCFuser.Codegen.Interpreter;
using MCFuser.Core.Graphs;

namespace MCFuser.Compiler.Running;

/// <summary>What a run on a portable device showed.</summary>
/// <param name="Device">The name of the device.</param>
/// <param name="Time">With launching and waiting.</param>
/// <param name="Check">Null if no check was asked for.</param>
public sealed record PortableResult(OperatorGraph Graph, string Device, Timing Time, CheckResult? Check);
