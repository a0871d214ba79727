using MCFuser.Core;
using MCFuser.Core.Chains;
using MCFuser.Core.Graphs;

namespace MCFuser.Frontend.Chains;

/// <summary>A definition that shares no kernel with another contraction or is cut off from its neighbours, and why.</summary>
public sealed record LeftAlone(string Tensor, string Reason);

/// <summary>The kernels that compute a graph, each one after those whose results it reads.</summary>
public sealed record GraphPlan(OperatorGraph Graph, EquatableArray<OperatorChain> Kernels, EquatableArray<LeftAlone> Left);
