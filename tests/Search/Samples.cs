using MCFuser.Core.Chains;
using MCFuser.Frontend;
using MCFuser.Frontend.Chains;

namespace MCFuser.Tests.Search;

/// <summary>The chains of the samples folder.</summary>
internal static class Samples
{
    public static string Folder { get; } = Find();

    public static OperatorChain Chain(string file) => ChainFinder.Find(GraphReader.ReadFile(Path.Combine(Folder, file))[0], FusionMode.Always).Kernels[0];

    /// <summary>The 21 shapes of the paper.</summary>
    public static IEnumerable<string> Paper => Directory.GetFiles(Path.Combine(Folder, "paper"), "*.mcf").Order(StringComparer.Ordinal).Select(f => Path.Combine("paper", Path.GetFileName(f)));

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!Directory.Exists(Path.Combine(folder, "samples"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("samples");
        return Path.Combine(folder, "samples");
    }
}
