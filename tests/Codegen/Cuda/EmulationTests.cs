using MCFuser.Core;
using MCFuser.Core.Tensors;
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
    private const int Draws = 150;
    private const long Work = 2_000_000;

    private static readonly string[] _samples =
    [
        "attention", "biased_attention", "causal_attention", "padded_attention", "grouped_query_attention", "linear_attention",
        "mlp", "gated_mlp", "two_gemms", "three_gemms", "row_maximum",
    ];

    public static TheoryData<string> SampleNames => [.. _samples];

    public static TheoryData<string, DataType, Precision, int> Samples()
    {
        var data = new TheoryData<string, DataType, Precision, int>();
        foreach (var sample in _samples)
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

    /// <summary>The verifier of kernel programs finds no fault in anything that is lowered, and what is not lowered is refused with a code.</summary>
    [Theory]
    [MemberData(nameof(SampleNames))]
    public void Drawn_schedules_are_lowered_or_refused(string sample)
    {
        var lowered = 0;
        foreach (var (type, f32) in ((DataType, Precision)[])[(DataType.F16, Precision.F32), (DataType.F32, Precision.F32), (DataType.F32, Precision.TF32)])
        {
            var random = SplitMix64.For(1, $"{sample} {type} {f32}");
            for (var i = 0; i < Draws; i++)
                if (EmulatedCase.DrawKernel(sample, type, f32, long.MaxValue, random).Kernel is not null) lowered++;
        }

        Assert.True(lowered > Draws / 4, $"{lowered} of {3 * Draws} have a kernel");
    }
}
