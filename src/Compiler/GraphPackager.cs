using MCFuser.Codegen.Cpu;
using MCFuser.Codegen.Cuda;
using MCFuser.Codegen.Packages;
using MCFuser.Compiler.Cuda;
using MCFuser.Compiler.Tuning;
using MCFuser.Core;
using MCFuser.Core.Devices;
using MCFuser.Core.Graphs;
using MCFuser.Core.Packages;

namespace MCFuser.Compiler;

/// <summary>A package that was written: its folder, and what the compiler of a GPU's kernel said; null for the CPU.</summary>
public sealed record WrittenPackage(string Folder, CompiledKernel Kernel, CompiledCuda? Cuda);

/// <summary>Writes compiled graphs to a folder: a kernel package for each kernel, and <c>graph.json</c>, which says how they work together.</summary>
public static class GraphPackager
{
    /// <param name="cuda">For graphs compiled for a GPU.</param>
    /// <returns>The packages in the order in which they run.</returns>
    /// <exception cref="Core.Diagnostics.DiagnosticException">
    /// Two kernels have one name, or the folder cannot be written (exit 1); a kernel cannot be launched on the device (exit 3); the compiler for CUDA C++ is
    /// missing or too old (exit 4).
    /// </exception>
    public static EquatableArray<WrittenPackage> Write(
        string folder, IReadOnlyList<Compilation> compilations, CudaOptions cuda, CancellationToken cancellation)
    {
        var names = compilations.SelectMany(c => c.Kernels).Select(k => k.Chain.Name);
        var twice = names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null) throw CompilerErrors.RepeatedKernel(twice.Key);
        var packages = compilations.SelectMany(c => Packages(folder, c, cuda, cancellation)).ToList();
        var graphs = new GraphManifest { Compiler = CompilerVersion.Text, Graphs = compilations.Select(Graph).ToEquatableArray() };
        foreach (var (package, content) in packages) KernelPackageWriter.Write(package.Folder, content);
        GraphManifestWriter.Write(folder, graphs);
        return packages.Select(p => p.Package).ToEquatableArray();
    }

    private static IEnumerable<(WrittenPackage Package, PackageContent Content)> Packages(
        string folder, Compilation compilation, CudaOptions cuda, CancellationToken cancellation)
    {
        var device = compilation.Device;
        var packages = device.Kind == DeviceKind.Cpu
            ? compilation.Kernels.Select((CompiledCuda?, PackageContent) (k) => (null, CpuPackage.Build(k.Chain, k.Program, device.Arch)))
            : CudaPackager.Standard.Build(compilation, cuda, cancellation).Select((CompiledCuda?, PackageContent) (p) => (p.Compiled, p.Content));
        return compilation.Kernels.Zip(packages, (kernel, package) => (
            new WrittenPackage(Path.Combine(folder, kernel.Chain.Name), kernel, package.Item1),
            package.Item2 with { Tuning = TuningJson.File(kernel, device) }));
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
