namespace MCFuser.Frontend.Text;

/// <summary>The names that a chain declares: a bare name in an expression is an axis or a scalar.</summary>
internal sealed class TextScope(IEnumerable<string> axes, IEnumerable<string> tensors)
{
    private readonly HashSet<string> _axes = [.. axes];
    private readonly HashSet<string> _tensors = [.. tensors];

    public bool IsAxis(string name) => _axes.Contains(name);

    public bool IsTensor(string name) => _tensors.Contains(name) && !IsAxis(name);
}
