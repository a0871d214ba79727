using MCFuser.Compiler.Cuda;
using MCFuser.Core;
using MCFuser.Core.Packages;
using MCFuser.Core.Tensors;
using MCFuser.Tests.Codegen.Cuda.Simulation;

namespace MCFuser.Tests.Codegen.Cuda.Fixtures;

/// <summary>A kernel written by hand from f32 vectors x and y to z, of an axis n that is dynamic, with what else it takes after them.</summary>
internal sealed record VectorFixture(string Entry, string Text, EquatableArray<ManifestArgument> More, EquatableArray<ManifestWorkspace> Workspaces)
{
    private const int Threads = 128;

    public PtxResult Run(ICudaCompiler compiler, double[] x, double[] y)
    {
        Toolchain.RequireSimulator();
        var compiled = compiler.Compile(Texts.Kernel(Entry, Text), "sm_80", TestContext.Current.CancellationToken);
        var inputs = new Dictionary<string, TensorData> { ["x"] = Tensor("x", x), ["y"] = Tensor("y", y) };
        return PtxSimulator.Run(Manifest, compiled.Ptx!.Value, inputs, extents: new Dictionary<string, long> { ["n"] = x.Length });
    }

    private Manifest Manifest => new()
    {
        Chain = Entry, Compiler = "0.1.0", Target = "cuda", Arch = "sm_80", Axes = [new ManifestAxis("n", 1, 100000)],
        Parameters = [Parameter("x", ParameterDirection.In), Parameter("y", ParameterDirection.In), Parameter("z", ParameterDirection.Out)],
        Workspaces = Workspaces, Variants = [new ManifestVariant { Tiling = "n", Tiles = [], Launches = [Launch] }], Files = [],
    };

    private ManifestLaunch Launch => new()
    {
        File = "kernel.ptx", Entry = Entry,
        Grid = [new ManifestExpression($"ceil(n/{Threads})"), new ManifestExpression(1), new ManifestExpression(1)],
        Block = [new ManifestExpression(Threads), new ManifestExpression(1), new ManifestExpression(1)],
        Args = [.. ((string[])["x", "y", "z"]).Select(p => new ParameterArgument { Parameter = p }), .. More],
    };

    private static ManifestParameter Parameter(string name, ParameterDirection direction) => new()
    {
        Name = name, Type = DataType.F32, Shape = [new ManifestExpression("n")], Strides = [new ManifestExpression(1)], Alignment = 16, Direction = direction,
    };

    private static TensorData Tensor(string name, double[] values) => TensorData.FromDoubles(name, DataType.F32, [values.Length], values);
}
