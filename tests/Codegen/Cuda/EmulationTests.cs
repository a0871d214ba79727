using MCFuser.Core;
using MCFuser.Core.TilePrograms;
using MCFuser.Tests.Codegen.Cuda.Emulation;

namespace MCFuser.Tests.Codegen.Cuda;

/// <summary>
/// Every sample in every type, on sizes that tiles do not divide, with tiling expressions, tiles and splits drawn at random: the emitted text is
/// compiled for the CPU, run under several schedules of its threads with every access checked, and agrees with the oracle.
/// </summary>
public class EmulationTests
{
    private const int Cases = 3;
    private const long Work = 2_000_000;

    public static TheoryData<string, DataType, Precision, int> Samples()
    {
        var data = new TheoryData<string, DataType, Precision, int>();
        foreach (var sample in (string[])[
            "attention", "biased_attention", "causal_attention", "padded_attention", "grouped_query_attention", "linear_attention",
            "mlp", "gated_mlp", "two_gemms", "three_gemms", "row_maximum"])
        {
            for (var number = 0; number < Cases; number++)
            {
                foreach (var type in (DataType[])[DataType.F16, DataType.BF16, DataType.F32]) data.Add(sample, type, Precision.F32, number);
                data.Add(sample, DataType.F32, Precision.TF32, number);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Emitted_kernels_agree_with_the_oracle(string sample, DataType type, Precision f32, int number)
    {
        HostCompiler.Require();
        var drawn = EmulatedCase.Draw(sample, type, f32, (ulong)number, type == DataType.F32 ? Work / 4 : Work);
        using var kernel = await EmulatedKernel.Compile(drawn.Kernel.Text);
        Assert.True(kernel.Problem is null, $"{drawn}: {kernel.Problem}");
        foreach (var schedule in EmulationSchedule.Several)
        {
            var result = await kernel.Run(drawn.Launch, schedule);
            Assert.True(result.Fault is null, $"{drawn}, {schedule}: {result.Message}; {await kernel.Locate(result)}");
            var mismatch = drawn.Mismatch(result);
            Assert.True(mismatch is null, $"{drawn}, {schedule}: {mismatch}");
        }
    }
}
