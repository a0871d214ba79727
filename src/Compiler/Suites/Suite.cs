using System.Reflection;
using MCFuser.Core;
using MCFuser.Core.Graphs;
using MCFuser.Frontend;

namespace MCFuser.Compiler.Suites;

/// <summary>The suites that come with the compiler: <c>paper</c>, the 21 shapes of <c>samples/paper</c>.</summary>
public static class Suite
{
    public const string Paper = "paper";

    public static IReadOnlyList<string> Names { get; } = [Paper];

    /// <summary>The graphs of a suite: G1 to G12, then S1 to S9.</summary>
    public static EquatableArray<OperatorGraph> Read(string suite)
    {
        var assembly = typeof(Suite).Assembly;
        var files = assembly.GetManifestResourceNames().Where(n => n.StartsWith(suite + "/", StringComparison.Ordinal));
        return files.SelectMany(f => GraphReader.ReadText(Text(assembly, f), f))
            .OrderBy(g => g.Name[0]).ThenBy(g => int.Parse(g.Name[1..], System.Globalization.CultureInfo.InvariantCulture)).ToEquatableArray();
    }

    private static string Text(Assembly assembly, string file)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(file)!);
        return reader.ReadToEnd();
    }
}
