using System.Globalization;
using MCFuser.Core.Chains;
using MCFuser.Core.Diagnostics;
using MCFuser.Search.Measuring;

namespace MCFuser.Search;

/// <summary>The messages about searches.</summary>
public static class SearchErrors
{
    public static DiagnosticException NoValidKernel(OperatorChain chain, IReadOnlyCollection<TuningRecord> failed) => new(ExitCode.NoValidKernel, new Diagnostic(
        SearchCodes.NoValidKernel,
        string.Create(CultureInfo.InvariantCulture, $"none of the {failed.Count} kernels tried for '{chain.Name}' is valid; the first, {failed.First().Candidate}: {failed.First().Measurement}"),
        "search without measuring (--no-measure), or choose a schedule with --tiling and --tile"));
}
