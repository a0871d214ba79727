namespace MCFuser.Cli.Json;

/// <summary>What <c>compile --json</c> prints: the folders of the packages, in the order in which they run.</summary>
internal sealed record CompileJson(int Schema, IEnumerable<CompiledChainJson> Chains);

internal sealed record CompiledChainJson(string Chain, IEnumerable<string> Packages);
