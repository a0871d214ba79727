namespace MCFuser.Core.Packages;

/// <summary>Checks that every tensor of a graph is declared once and written before it is read.</summary>
internal static class GraphManifestVerifier
{
    public static List<string> Problems(GraphManifest manifest) =>
        [.. manifest.Graphs.SelectMany(g => Problems(g).Select(p => $"graph {g.Graph}: {p}"))];

    private static IEnumerable<string> Problems(PackagedGraph graph)
    {
        var tensors = graph.Inputs.Concat(graph.Outputs).Concat(graph.Materialised).ToList();
        var axes = graph.Axes.Select(a => a.Name).ToHashSet();
        foreach (var group in tensors.GroupBy(t => t.Name).Where(g => g.Count() > 1))
            yield return $"the tensor {group.Key} is declared {group.Count()} times";
        foreach (var tensor in tensors)
        {
            foreach (var axis in tensor.Shape.SelectMany(e => e.Axes).Where(a => !axes.Contains(a)))
                yield return $"the shape of {tensor.Name} names the unknown axis {axis}";
        }

        var written = graph.Inputs.Select(t => t.Name).ToHashSet();
        foreach (var kernel in graph.Kernels)
        {
            if (!ManifestVerifier.IsPlainName(kernel.Package)) yield return $"'{kernel.Package}' is no plain folder name";
            foreach (var name in kernel.Inputs.Where(n => !written.Contains(n)))
                yield return $"the kernel {kernel.Package} reads {name}, which nothing before it writes";
            foreach (var name in kernel.Outputs)
            {
                if (!tensors.Any(t => t.Name == name)) yield return $"the kernel {kernel.Package} writes {name}, which is not declared";
                if (!written.Add(name)) yield return $"the kernel {kernel.Package} writes {name}, which is written already";
            }
        }

        foreach (var output in graph.Outputs.Where(t => !written.Contains(t.Name)))
            yield return $"no kernel writes the output {output.Name}";
    }
}
