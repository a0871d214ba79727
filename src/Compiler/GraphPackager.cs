using MCFuser.Codegen.Cpu;
using MCFuser.Codegen.Packages;
using MCFuser.Compiler.Tuning;
using MCFuser.Core;
using MCFuser.Core.Devices;
using MCFuser.Core.Graphs;
using MCFuser.Core.Packages;

namespace MCFuser.Compiler;

/// <summary>Writes compiled graphs to a folder: a kernel package for each kernel, and <c>graph.json</c>, which says how they work together.</summary>
public static class GraphPackager
{
    /// <exception cref="Core.Diagnostics.DiagnosticException">
    /// Two kernels have one name, or the folder cannot be written (exit 1); the target has no code generator (exit 4).
    /// </exception>
    public static void Write(string folder, IReadOnlyList<Compilation> compilations)
    {
        if (compilations.Any(c => c.Device.Kind == DeviceKind.Cuda)) throw CompilerErrors.TargetUnavailable("cuda");
        var kernels = compilations.SelectMany(c => c.Kernels.Select(k => (k.Chain.Name, Content: CpuPackage.Build(k.Chain, k.Program, c.Device.Arch) with { Tuning = TuningJson.File(k, c.Device) }))).ToList();
        var twice = kernels.GroupBy(k => k.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null) throw CompilerErrors.RepeatedKernel(twice.Key);
        var graphs = new GraphManifest { Compiler = CompilerVersion.Text, Graphs = compilations.Select(Graph).ToEquatableArray() };
        foreach (var (name, content) in kernels) KernelPackageWriter.Write(Path.Combine(folder, name), content);
        GraphManifestWriter.Write(folder, graphs);
    }

    private static PackagedGraph Graph(Compilation compilation)
    {
        var graph = compilation.Graph;
        var outputs = graph.Outputs.Select(d => d.Target.Name).ToList();
        return new PackagedGraph
        {
            Graph = graph.Name,
            Axes = graph.Axes.Select(a => new ManifestAxis(a.Name, a.Extent.Value, a.Extent.Value)).ToEquatableArray(),
            Inputs = graph.Inputs.Select(Tensor).ToEquatableArray(),
            Outputs = graph.Outputs.Select(d => Tensor(d.Target)).ToEquatableArray(),
            Materialised = compilation.Written.Where(t => !outputs.Contains(t.Name)).Select(Tensor).ToEquatableArray(),
            Kernels = compilation.Kernels.Select(Kernel).ToEquatableArray(),
        };
    }

    private static PackagedTensor Tensor(Tensor tensor) =>
        new() { Name = tensor.Name, Type = tensor.Type, Shape = tensor.Axes.Select(a => new ManifestExpression(a)).ToEquatableArray() };

    /// <summary>The axes of an intermediate may be the kernel's alone, so its shape is written in numbers.</summary>
    private static PackagedTensor Tensor(WrittenTensor tensor) => new()
    {
        Name = tensor.Name,
        Type = tensor.Type,
        Shape = tensor.Shape.Select(e => new ManifestExpression(e.ToString(System.Globalization.CultureInfo.InvariantCulture))).ToEquatableArray(),
    };

    private static PackagedKernel Kernel(CompiledKernel kernel) => new()
    {
        Package = kernel.Chain.Name,
        Inputs = kernel.Program.Inputs.Select(b => b.Name).ToEquatableArray(),
        Outputs = kernel.Program.Outputs.Select(b => b.Name).ToEquatableArray(),
    };
}
