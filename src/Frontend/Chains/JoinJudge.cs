using MCFuser.Core.Chains;

namespace MCFuser.Frontend.Chains;

/// <summary>Whether two kernels, the second of which reads the first, are better one. Asked only for what can be one kernel.</summary>
/// <param name="producer">The kernel that is read.</param>
/// <param name="consumer">The kernel that reads it.</param>
/// <param name="joined">The one kernel that the two would become.</param>
public delegate bool JoinJudge(OperatorChain producer, OperatorChain consumer, OperatorChain joined);
