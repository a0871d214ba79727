namespace MCFuser.Tests.Codegen.Cuda.Emulation;

/// <summary>The emulator is right on kernels that are, under every schedule, and finds what is planted in them.</summary>
public class EmulatorTests
{
    private static readonly Dictionary<string, Func<Fixture>> _fixtures = new()
    {
        ["gemm f16"] = () => Fixture.Gemm("f16", 77, 80, 136),
        ["gemm bf16"] = () => Fixture.Gemm("bf16", 130, 64, 200),
        ["gemm of one row"] = () => Fixture.Gemm("f16", 1, 8, 8),
        ["gemm tf32"] = () => Fixture.GemmTf32(33, 19, 21),
        ["softmax"] = () => Fixture.Softmax(37, 77),
        ["parts"] = () => Fixture.Parts(5),
        ["ticket"] = () => Fixture.Ticket(5),
    };

    public static TheoryData<string> Fixtures => new(_fixtures.Keys);

    /// <summary>Fixture, what of its text is exchanged for what, and the fault that this is, which may depend on the schedule.</summary>
    public static TheoryData<string, string, string, string> Faults => new()
    {
        // Waits and barriers.
        { "gemm f16", "copy_wait<STAGES - 2>();", "", "in flight" },
        { "gemm f16", "copy_wait<STAGES - 2>();", "copy_wait<STAGES - 1>();", "in flight" },
        { "gemm f16", "barrier_block();", "", "race|uninitialised" },
        { "gemm f16", "barrier_block();", "barrier_warp();", "race|uninitialised" },
        { "gemm f16", "if (t + STAGES - 1 < TILES) load(base + (t + STAGES - 1) % STAGES", "if (t + STAGES - 1 < TILES) load(base + (t + STAGES) % STAGES", "in flight" },
        { "parts", "        barrier_part<64>(part);\n    }", "    }", "race" },
        { "parts", "store_shared<0>(mine + i * 4, value);\n        barrier_part<64>(part);", "store_shared<0>(mine + i * 4, value);", "uninitialised" },
        { "parts", "barrier_part<64>(part)", "barrier_part<32>(part)", "race|uninitialised" },
        { "parts", "barrier_part<64>(part)", "barrier_part<96>(part)", "deadlock" },
        { "parts", "barrier_part<64>(part)", "barrier_part<64>(part + 15)", "barrier" },
        { "ticket", "    fence_device();\n    barrier_block();", "    barrier_block();", "race" },
        { "ticket", "*tickets = 0;\n    fence_device();", "*tickets = 0;", "race" },
        { "ticket", "    barrier_block();\n    if (thread == 0)", "    if (thread == 0)", "race" },
        { "ticket", "if (thread == 0) store_shared<0>(shared, draw_ticket(tickets));\n    barrier_block();", "if (thread == 0) store_shared<0>(shared, draw_ticket(tickets));", "race|uninitialised" },

        // Divergence.
        { "softmax", "all = maximum(all, shuffle_xor(all, 2));", "if (part > 0) all = maximum(all, shuffle_xor(all, 2));", "divergence" },
        { "softmax", "const float total = shuffle(sum, thread & 28);", "const float total = row < M ? shuffle(sum, thread & 28) : 0;", "divergence" },
        { "gemm f16", "Mma<Element>::add(sums[2 * j + 1], x, y[2], y[3]);", "if (lane != 5) Mma<Element>::add(sums[2 * j + 1], x, y[2], y[3]);", "divergence" },
        { "gemm f16", "barrier_block();", "if (thread != 0) barrier_block();", "divergence" },
        { "gemm f16", "barrier_block();", "if (warp != 0) barrier_block();", "race|uninitialised" },
        { "parts", "float value = x[", "if (thread / 32 == 1) return;\n    float value = x[", "deadlock" },

        // Places.
        { "gemm f16", "const bool live = row < M && k < K;", "const bool live = k < K;", "bounds" },
        { "gemm f16", "if (row < M && column < N) store_global", "if (column < N) store_global", "bounds" },
        { "gemm f16", "A_BYTES + row * B_ROW", "A_BYTES + 4096 + row * B_ROW", "bounds|in flight" },
        { "gemm f16", "k * 2 + (lane >> 4)));", "k * 2 + (lane >> 4)) + 8);", "alignment" },
        { "gemm f16", "live ? a + row * K + k : a", "live ? a + row * K + k + 1 : a", "alignment" },
        { "softmax", "if (row < M) y[", "y[", "memory" },
        { "gemm tf32", "if (row < M && column < N) c[", "((float*)a)[", "memory" },
        { "gemm tf32", "row < rows && k < K ? round_tf32(x[row * K + k]) : 0u", "round_tf32(x[row * K + k])", "memory" },

        // Values that nobody wrote.
        { "gemm f16", "i < BM * 4; i += THREADS", "i < BM * 4 - THREADS; i += THREADS", "uninitialised" },
        { "ticket", "if (thread == 0) store_shared<0>", "if (thread == 64) store_shared<0>", "uninitialised" },

        // Others.
        { "gemm f16", "constexpr int BM = 64", "constexpr int BM == 64", "compile" },
        { "softmax", "n += 4)\n        if (row < M)", "n += 0)\n        if (row < M)", "time" },
        { "parts", "i = thread % 64", "i = thread % (thread / 1000)", "arithmetic" },
    };

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task Fixtures_are_right_under_every_schedule(string name)
    {
        var fixture = _fixtures[name]();
        using var kernel = await EmulatedKernel.Compile(fixture.Text);
        Assert.Null(kernel.Problem);
        foreach (var schedule in EmulationSchedule.Several)
        {
            var result = await kernel.Run(fixture.Launch, schedule);
            Assert.True(result.Fault is null, $"{schedule}: {result.Message}");
            Assert.InRange(fixture.Error(result), 0, 2e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public async Task Fixtures_are_clean_under_sanitizers(string name)
    {
        var fixture = _fixtures[name]();
        var result = await EmulatedKernel.Run(fixture.Text, fixture.Launch, isSanitized: true);
        Assert.True(result.Fault is null, result.Message);
        Assert.InRange(fixture.Error(result), 0, 2e-5);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_planted_fault_is_found(string name, string part, string other, string fault)
    {
        var fixture = _fixtures[name]().With(part, other);
        using var kernel = await EmulatedKernel.Compile(fixture.Text);
        foreach (var schedule in EmulationSchedule.Several)
        {
            var result = await kernel.Run(fixture.Launch with { Seconds = 1 }, schedule);
            Assert.True(fault.Split('|').Contains(result.Fault), $"{schedule}: {result.Fault}: {result.Message}");
        }
    }

    [Fact]
    public async Task Parts_of_a_block_do_not_wait_for_each_other()
    {
        var fixture = _fixtures["parts"]().With("round < ROUNDS", "round < ROUNDS + 2 * part");
        foreach (var schedule in EmulationSchedule.Several)
        {
            var result = await EmulatedKernel.Run(fixture.Text, fixture.Launch, schedule);
            Assert.True(result.Fault is null, $"{schedule}: {result.Message}");
            Assert.InRange(fixture.Error(result), 0, 0);
        }
    }

    [Theory]
    [InlineData("row < M && column < N", "row <= M && column < N")]
    [InlineData("place_a(int row, int chunk) { return row * A_ROW + ((chunk ^ (row >> 1 & 3)) << 4); }", "place_a(int row, int chunk) { return row * A_ROW + ((chunk ^ (row >> 1 & 3)) << 4) + row / 63 * 16; }")]
    public async Task A_wrong_element_is_seen_in_the_result_or_as_a_fault(string part, string other)
    {
        var fixture = _fixtures["gemm f16"]().With(part, other);
        var result = await EmulatedKernel.Run(fixture.Text, fixture.Launch);
        Assert.True(result.Fault is not null || !(fixture.Error(result) <= 2e-5), "not found");
    }

    [Fact]
    public async Task Sanitizers_see_a_register_array_overrun()
    {
        var fixture = _fixtures["gemm f16"]().With("sums[j][2 * half + 1]", "sums[j + (lane == 31 && j == 7)][2 * half + 1]");
        var result = await EmulatedKernel.Run(fixture.Text, fixture.Launch, isSanitized: true);
        Assert.Equal("sanitizer", result.Fault);
    }

    [Fact]
    public async Task A_fault_is_located_in_the_text()
    {
        var fixture = _fixtures["gemm f16"]().With("copy_wait<STAGES - 2>();", "");
        using var kernel = await EmulatedKernel.Compile(fixture.Text);
        var result = await kernel.Run(fixture.Launch);
        var line = fixture.Text[..fixture.Text.IndexOf("load_matrices<0>(x", StringComparison.Ordinal)].Count(c => c == '\n') + 1;
        Assert.Contains($"line {line}", await kernel.Locate(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_run()
    {
        var fixture = _fixtures["gemm f16"]().With("barrier_block();", "");
        using var kernel = await EmulatedKernel.Compile(fixture.Text);
        var first = await kernel.Run(fixture.Launch, EmulationSchedule.Random(5));
        var second = await kernel.Run(fixture.Launch, EmulationSchedule.Random(5));
        Assert.Equal(first.Message, second.Message);
    }
}
