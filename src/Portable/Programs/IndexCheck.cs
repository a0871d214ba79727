using MCFuser.Core.Expressions;

namespace MCFuser.Portable.Programs;

/// <summary>An index that is checked where it is computed: it has to be a position of the tensor's dimension.</summary>
internal sealed record IndexCheck(string Tensor, int Dimension, IndexExpression Index, long Extent);
