using MCFuser.Core;
using MCFuser.Core.TilePrograms;
using MCFuser.Tests.Codegen.Cuda.Emulation;

namespace MCFuser.Tests.Codegen.Cuda;

/// <summary>
/// How much the emulation sees: small faults planted in emitted kernels are found. Here a few; with MCFUSER_MUTATIONS=1 (<c>bench/mutations</c>)
/// 200, and <c>docs/mutations.md</c> is written.
/// </summary>
public class MutationTests
{
    private const int All = 200;
    private const int Few = 24;
    private const int Percent = 95;
    private const string Report = "docs/mutations.md";

    private static readonly (string Name, Func<double, EmulatedCase> Make)[] _kernels =
    [
        ("attention", g => EmulatedCase.Of("attention", DataType.F16, "b=2,m=150,n=199,k=40,h=72", "mn(k,h)", "m=64,n=32,k=64,h=128", "", new Schedule(WarpsM: 2, Stages: 3), g)),
        ("attention, warps share n", g => EmulatedCase.Of("attention", DataType.BF16, "b=2,m=49,n=257,k=64,h=64", "mn(k,h)", "m=32,n=32,k=64,h=64", "n=4:warp", new Schedule(WarpsM: 1), g)),
        ("causal attention, blocks share n", g => EmulatedCase.Of("causal_attention", DataType.F16, "b=2,m=77,n=77,k=20,h=36", "mn(k,h)", "m=32,n=16,k=32,h=48", "n=2:grid", new Schedule(WarpsM: 2), g)),
        ("two GEMMs", g => EmulatedCase.Of("two_gemms", DataType.F16, "m=130,n=80,k=136,h=72", "mn(k,h)", "m=96,n=32,k=32,h=80", "", new Schedule(WarpsM: 3, Stages: 3), g)),
        ("two GEMMs, blocks share n", g => EmulatedCase.Of("two_gemms", DataType.BF16, "m=72,n=197,k=64,h=64", "mn(k,h)", "m=64,n=32,k=64,h=64", "n=3:grid", new Schedule(WarpsM: 2), g)),
        ("MLP, warps share n", g => EmulatedCase.Of("mlp", DataType.F16, "m=77,n=130,k=77,h=40", "mn(k,h)", "m=64,n=32,k=32,h=64", "n=2:warp", new Schedule(WarpsM: 2), g)),
        ("gated MLP", g => EmulatedCase.Of("gated_mlp", DataType.BF16, "m=80,n=72,k=72,h=77", "mn(k,h)", "m=64,n=32,k=32,h=80", "", new Schedule(WarpsM: 2, Stages: 4), g)),
        ("two GEMMs in f32", g => EmulatedCase.Of("two_gemms", DataType.F32, "m=65,n=77,k=40,h=20", "mn(k,h)", "m=48,n=32,k=16,h=32", "", new Schedule(WarpsM: 3), g)),
    ];

    [Fact]
    public async Task Mutations_are_seen()
    {
        HostCompiler.Require();
        var isAll = Environment.GetEnvironmentVariable("MCFUSER_MUTATIONS") == "1";
        var share = (isAll ? All : Few) / _kernels.Length;
        var outcomes = new List<MutationOutcome>();
        foreach (var (name, make) in _kernels)
        {
            EmulatedCase[] cases = name.Contains("ttention", StringComparison.Ordinal) ? [make(1), make(12)] : [make(1)];
            outcomes.AddRange(await new MutationRun(name, cases).Run((ulong)outcomes.Count, share));
        }

        var report = MutationReport.Write(outcomes);
        var survivors = outcomes.Where(o => o.Detection is null).ToList();
        Assert.True((outcomes.Count - survivors.Count) * 100 >= outcomes.Count * (isAll ? Percent : Percent - 10), report);
        if (!isAll) return;
        await File.WriteAllTextAsync(Repository.Path(Report), report, TestContext.Current.CancellationToken);
        Assert.All(survivors, s => Assert.True(MutationReport.Explanation(s) is not null, report));
    }
}
