using MCFuser.Compiler;

namespace MCFuser.Cli.Json;

/// <summary>What <c>compile --json</c> prints: the folders of the packages, in the order in which they run.</summary>
internal sealed record CompileJson(int Schema, IEnumerable<CompiledChainJson> Chains)
{
    public static CompileJson Of(string folder, IEnumerable<Compilation> compilations) =>
        new(JsonOutput.Schema, compilations.Select(c => new CompiledChainJson(c.Graph.Name, c.Kernels.Select(k => Path.Combine(folder, k.Chain.Name)))));
}

internal sealed record CompiledChainJson(string Chain, IEnumerable<string> Packages);
