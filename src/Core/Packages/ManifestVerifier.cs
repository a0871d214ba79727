namespace MCFuser.Core.Packages;

/// <summary>Checks what a reader of a manifest relies on beyond its form: every name is declared, every launch is whole.</summary>
internal sealed class ManifestVerifier
{
    private readonly Manifest _manifest;
    private readonly HashSet<string> _axes;
    private readonly HashSet<string> _parameters;
    private readonly List<string> _problems = [];

    private ManifestVerifier(Manifest manifest)
    {
        _manifest = manifest;
        _axes = [.. manifest.Axes.Select(a => a.Name)];
        _parameters = [.. manifest.Parameters.Select(p => p.Name)];
    }

    public static IReadOnlyList<string> Problems(Manifest manifest)
    {
        var verifier = new ManifestVerifier(manifest);
        verifier.Verify();
        return verifier._problems;
    }

    /// <summary>A name that stays inside its folder on every system.</summary>
    public static bool IsPlainName(string name) =>
        name.Length > 0 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private void Verify()
    {
        Require(_manifest.Target is "cpu" or "cuda", $"the target '{_manifest.Target}' is neither cpu nor cuda");
        Require(_manifest.Variants.Count > 0, "there is no variant");
        Require(_parameters.Count == _manifest.Parameters.Count, "two parameters have one name");
        foreach (var file in _manifest.Files) File(file);
        foreach (var parameter in _manifest.Parameters) Parameter(parameter);
        Known(_manifest.Workspaces.SelectMany(w => w.Bytes.Axes), "a workspace");
        foreach (var variant in _manifest.Variants)
        {
            if (variant.Guard is { } guard) Known(guard.Axes, $"the guard '{guard}'");
            foreach (var launch in variant.Launches) Launch(launch);
        }
    }

    private void File(ManifestFile file)
    {
        Require(IsPlainName(file.Name), $"'{file.Name}' is no plain file name");
        var hash = file.Sha256.Length == 64 && file.Sha256.All(char.IsAsciiHexDigitLower);
        Require(hash, $"the hash of {file.Name} is no SHA-256 in lower-case hexadecimal digits");
    }

    private void Parameter(ManifestParameter parameter)
    {
        var place = $"parameter {parameter.Name}";
        Require(parameter.Alignment > 0, $"{place} is aligned to {parameter.Alignment}");
        var (rank, strides) = (parameter.Shape.Count, parameter.Strides.Count);
        Require(rank == strides, $"{place} has {rank} dimensions and {strides} strides");
        Known(parameter.Shape.Concat(parameter.Strides).SelectMany(e => e.Axes), place);
    }

    private void Launch(ManifestLaunch launch)
    {
        var place = $"the launch of {launch.Entry}";
        Require(_manifest.Files.Any(f => f.Name == launch.File), $"{place} uses the file {launch.File}, which the package lacks");
        if (_manifest.Target == "cpu")
            Require(launch is { Tasks: not null, ScratchBytes: not null }, $"{place} needs tasks and scratchBytes");
        else Require(IsGrid(launch), $"{place} needs a grid, a block and perhaps a cluster, of three numbers each");
        Known(Sizes(launch).OfType<ManifestExpression>().SelectMany(e => e.Axes), place);
        foreach (var argument in launch.Args) Argument(argument, place);
    }

    private static bool IsGrid(ManifestLaunch launch) => launch is { Grid.Count: 3, Block.Count: 3, Cluster.Count: 0 or 3 };

    private static IEnumerable<ManifestExpression?> Sizes(ManifestLaunch launch) =>
        [.. launch.Grid, .. launch.Block, .. launch.Cluster, launch.SharedBytes, launch.Tasks, launch.ScratchBytes];

    private void Argument(ManifestArgument argument, string place)
    {
        if (argument is AxisArgument axis) Known([axis.Axis], place);
        if (argument is WorkspaceArgument { Workspace: var number })
            Require(number >= 0 && number < _manifest.Workspaces.Count, $"{place} passes the unknown workspace {number}");
        var parameter = argument switch
        {
            ParameterArgument direct => direct.Parameter,
            TensorMapArgument mapped => mapped.TensorMap.Parameter,
            _ => null,
        };
        Require(parameter is null || _parameters.Contains(parameter), $"{place} passes the unknown parameter {parameter}");
    }

    private void Known(IEnumerable<string> names, string place)
    {
        foreach (var name in names.Distinct()) Require(_axes.Contains(name), $"{place} names the unknown axis {name}");
    }

    private void Require(bool holds, string problem)
    {
        if (!holds) _problems.Add(problem);
    }
}
