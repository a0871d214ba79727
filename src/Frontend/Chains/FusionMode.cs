namespace MCFuser.Frontend.Chains;

/// <summary>How far operators are joined into kernels.</summary>
public enum FusionMode
{
    /// <summary>As far as it can be done.</summary>
    Always,

    /// <summary>A kernel for every contraction, reduction and softmax: what a fused kernel is compared with.</summary>
    Never,

    /// <summary>The chains of <see cref="Always"/>; the estimate decides which of them are worth it.</summary>
    Auto,
}
