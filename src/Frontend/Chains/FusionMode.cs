namespace MCFuser.Frontend.Chains;

/// <summary>How far operators are joined into kernels.</summary>
public enum FusionMode
{
    /// <summary>As far as it can be done.</summary>
    Always,

    /// <summary>A kernel for every contraction, reduction and softmax: what a fused kernel is compared with.</summary>
    Never,

    /// <summary>As <see cref="Always"/>, but an estimate may decide that contractions are not worth joining.</summary>
    Auto,
}
