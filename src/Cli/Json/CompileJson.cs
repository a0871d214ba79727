using System.Text.Json.Serialization;
using MCFuser.Codegen.Cuda;
using MCFuser.Compiler;

namespace MCFuser.Cli.Json;

/// <summary>What <c>compile --json</c> prints: the folders of the packages, in the order in which they run.</summary>
internal sealed record CompileJson(int Schema, IEnumerable<CompiledChainJson> Chains)
{
    public static CompileJson Of(IReadOnlyList<Compilation> compilations, IReadOnlyList<WrittenPackage> packages) =>
        new(JsonOutput.Schema, compilations.Select(c => CompiledChainJson.Of(c, packages)));
}

/// <summary><c>resources</c> stand beside the packages; they are absent where no assembler saw the kernels.</summary>
internal sealed record CompiledChainJson(
    string Chain,
    IEnumerable<string> Packages,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IEnumerable<KernelResources>? Resources)
{
    public static CompiledChainJson Of(Compilation compilation, IReadOnlyList<WrittenPackage> packages)
    {
        var own = packages.Where(p => compilation.Kernels.Contains(p.Kernel)).ToList();
        var resources = own.Select(p => p.Cuda?.Resources).OfType<KernelResources>().ToList();
        return new CompiledChainJson(compilation.Graph.Name, own.Select(p => p.Folder), resources.Count > 0 ? resources : null);
    }
}
