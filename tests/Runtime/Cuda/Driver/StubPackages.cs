using System.Text;
using MCFuser.Codegen.Packages;
using MCFuser.Core;
using MCFuser.Core.Packages;

namespace MCFuser.Tests.Runtime.Cuda.Driver;

/// <summary>Kernel packages with kernels that the stub driver knows.</summary>
internal static class StubPackages
{
    private static readonly ManifestExpression One = new(1);

    /// <summary>Y = X, in f32, for any m.</summary>
    /// <param name="entry">Another kernel with the same parameters.</param>
    public static PackageContent Copy(string entry = "copy", string arch = "sm_90", string file = "kernel.cubin", Func<ManifestLaunch, ManifestLaunch>? change = null)
    {
        var launch = new ManifestLaunch
        {
            File = file,
            Entry = entry,
            Grid = [new ManifestExpression("ceil(m/64)"), One, One],
            Block = [new ManifestExpression(128), One, One],
            SharedBytes = new ManifestExpression(1024),
            Args = [new ParameterArgument { Parameter = "X" }, new ParameterArgument { Parameter = "Y" }, new ScalarArgument { Scalar = 4 * 100, Type = DataType.I32 }],
        };
        return Package([Parameter("X", ParameterDirection.In), Parameter("Y", ParameterDirection.Out)], arch, change?.Invoke(launch) ?? launch, file);
    }

    public static ManifestParameter Parameter(string name, ParameterDirection direction) => new()
    {
        Name = name, Type = DataType.F32, Shape = [new ManifestExpression("m")], Strides = [One], Alignment = 16, Direction = direction,
    };

    public static PackageContent Package(EquatableArray<ManifestParameter> parameters, string arch, ManifestLaunch launch, string file)
    {
        var image = file.EndsWith(".cubin", StringComparison.Ordinal) ? "\u007fELF" : ".version 8.0\n";
        return new PackageContent(
            new Manifest
            {
                Chain = "stub",
                Compiler = "0.1.0",
                Target = "cuda",
                Arch = arch,
                Axes = [new ManifestAxis("m", 100, 100)],
                Parameters = parameters,
                Workspaces = [new ManifestWorkspace { Bytes = new ManifestExpression("4*m"), ZeroOnce = true }],
                Variants = [new ManifestVariant { Tiling = "m", Tiles = [], Launches = [launch] }],
                Files = [],
            },
            [new PackageFile(file, Encoding.UTF8.GetBytes($"{image} {launch.Entry}"))]);
    }
}
