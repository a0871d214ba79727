using System.Text;
using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Runtime.Packages;

/// <summary>One launch of a CPU package for given extents: the tile program, and the parameters in the order in which it takes its
/// buffers.</summary>
public sealed record CpuLaunch(TileProgram Program, EquatableArray<string> Arguments, long Tasks, long ScratchBytes)
{
    /// <summary>The launches of a package, in order.</summary>
    /// <param name="extents">Those of the dynamic axes.</param>
    /// <exception cref="DiagnosticException">
    /// The package is for another target (MCF4106), not for these extents (MCF4104, MCF4105, MCF0031), or holds a bad tile program
    /// (MCF0001 to MCF0005, MCF4107).
    /// </exception>
    public static EquatableArray<CpuLaunch> Of(KernelPackage package, IReadOnlyDictionary<string, long> extents)
    {
        if (package.Manifest.Target != "cpu") throw PackageErrors.WrongTarget(package.Folder, package.Manifest.Target, "cpu");
        var bound = package.Extents(extents);
        return package.Variant(bound).Launches.Select(launch => Of(package, launch, bound)).ToEquatableArray();
    }

    private static CpuLaunch Of(KernelPackage package, ManifestLaunch launch, IReadOnlyDictionary<string, long> extents)
    {
        var file = Path.Combine(package.Folder, launch.File);
        var program = TileProgramParser.Parse(Encoding.UTF8.GetString(package.File(launch.File).Span), file);
        var arguments = launch.Args.OfType<ParameterArgument>().Select(a => a.Parameter).ToEquatableArray();
        string[] problems = [.. TileProgramVerifier.Problems(program), .. Mismatches(package.Manifest, launch, program, arguments)];
        if (problems.Length > 0) throw PackageErrors.ProgramInvalid(file, problems);
        return new CpuLaunch(program, arguments, launch.Tasks!.Evaluate(extents), launch.ScratchBytes!.Evaluate(extents));
    }

    private static IEnumerable<string> Mismatches(
        Manifest manifest, ManifestLaunch launch, TileProgram program, EquatableArray<string> arguments)
    {
        var buffers = program.Inputs.Concat(program.Outputs).ToList();
        if (launch.Args.Count != arguments.Count || buffers.Count != arguments.Count)
        {
            yield return $"the tile program takes {buffers.Count} buffers, and the manifest passes it {launch.Args.Count} arguments";
            yield break;
        }

        foreach (var (buffer, name) in buffers.Zip(arguments))
        {
            var parameter = manifest.Parameters.First(p => p.Name == name);
            if (parameter.Type != buffer.Type || parameter.Shape.Count != buffer.Dimensions.Count)
                yield return $"the tile program declares {buffer.Name} otherwise than the manifest its parameter {name}";
        }
    }
}
