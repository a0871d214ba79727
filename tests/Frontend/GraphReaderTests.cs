using System.Text;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Frontend;
using MCFuser.Frontend.Text;

namespace MCFuser.Tests.Frontend;

public sealed class GraphReaderTests : IDisposable
{
    private const string Two = "chain first(m = 8, k = 4) { input X: f32[m] output O: f32[m] = X[m] } chain second(m = 1..9, n = 3) { output O: f32[m, n] = m }";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mcfuser-reader-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Reads_the_attention_sample()
    {
        var graph = Assert.Single(GraphReader.ReadFile(Write(Encoding.UTF8.GetBytes(SampleTexts.Attention))));
        Assert.Equal("""
            chain attention(b = 12, m = 512, n = 512, k = 64, h = 64) {
              input Q: f16[b, m, k]
              input K: f16[b, n, k]
              input V: f16[b, n, h]
              S[b, m, n] = sum[k](Q[b, m, k] * K[b, n, k])
              P[b, m, n] = softmax[n](S[b, m, n] / sqrt(extent(k)))
              output O: f16[b, m, h] = sum[n](P[b, m, n] * V[b, n, h])
            }

            """, GraphPrinter.Print(graph));
    }

    [Fact]
    public void Skips_a_byte_order_mark() =>
        Assert.Equal("attention", GraphReader.ReadFile(Write([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(SampleTexts.Attention)]))[0].Name);

    [Fact]
    public void Refuses_what_is_not_a_text_file()
    {
        Check(FrontendCodes.FileUnreadable, _folder.FullName, "this is a folder");
        Check(FrontendCodes.FileUnreadable, Path.Combine(_folder.FullName, "absent.mcf"), "there is no such file");
        Check(FrontendCodes.FileUnreadable, "", "there is no such file");
        Check(FrontendCodes.FileUnreadable, "a\0b", "there is no such file");
        Check(FrontendCodes.NoChain, Write([]), "there is no chain");
        Check(FrontendCodes.NoChain, Write([0xEF, 0xBB, 0xBF]), "there is no chain");
        Check(FrontendCodes.FileNotText, Write([.. "chain c"u8, 0, .. "() { }"u8]), "the file is not text");
        Check(FrontendCodes.FileNotText, Write([.. "// \xC3\x28"u8.ToArray(), 0xFF]), "the file is not text");
        Check(FrontendCodes.FileNotText, Write([0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0]), "the file is not text");
        Check(FrontendCodes.FileTooLarge, Write(new byte[Limits.FileBytes + 1]), "the file has more than 4194304 bytes");
    }

    [Fact]
    public void Devices_that_never_end_are_too_large()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("there is no /dev/zero");
        Check(FrontendCodes.FileTooLarge, "/dev/zero", "the file has more than");
    }

    [Fact]
    public void A_file_of_the_greatest_size_is_read() =>
        Assert.Single(GraphReader.ReadFile(Write(Encoding.UTF8.GetBytes((Two[..Two.IndexOf(" chain", StringComparison.Ordinal)] + " //").PadRight(Limits.FileBytes, 'x')))));

    [Fact]
    public void A_file_may_hold_several_chains()
    {
        Assert.Equal(["first", "second"], GraphReader.ReadText(Two, "two.mcf").Select(g => g.Name));
        Assert.Equal("second", Assert.Single(GraphReader.ReadText(Two, "two.mcf", chain: "second")).Name);
    }

    [Fact]
    public void An_unknown_chain_lists_those_that_exist()
    {
        Assert.Equal("two.mcf: error MCF1016: there is no chain 'secnod'; did you mean 'second'?", Failure(Two, null, "secnod").ToString());
        Assert.Equal("two.mcf: error MCF1016: there is no chain 'x'; the chains are first, second", Failure(Two, null, "x").ToString());
    }

    [Fact]
    public void Only_the_selected_chain_is_verified()
    {
        const string text = "chain good(m = 8) { output O: f32[m] = 1 } chain bad(m = 8) { }";
        Assert.Equal("good", Assert.Single(GraphReader.ReadText(text, "c.mcf", chain: "good")).Name);
        Assert.Equal(FrontendCodes.NoOutput, Failure(text, null, "bad").Code);
        Assert.Equal(FrontendCodes.NoOutput, Failure(text, null, null).Code);
    }

    [Fact]
    public void Settings_replace_extents()
    {
        var graphs = GraphReader.ReadText(Two, "two.mcf", new Dictionary<string, long> { ["m"] = 5, ["n"] = 7 });
        Assert.Equal([5L, 4L], graphs[0].Axes.Select(a => a.Extent.Value));
        Assert.Equal([5L, 7L], graphs[1].Axes.Select(a => a.Extent.Value));
    }

    [Fact]
    public void Settings_are_verified_with_the_graph_they_make()
    {
        const string text = "chain c(m = 8, n = 8) { input X: f32[m] output O: f32[n] = X[n] }";
        Assert.Equal((FrontendCodes.ExtentsDisagree, 62), (Failure(text, new() { ["m"] = 5 }, null).Code, Failure(text, new() { ["m"] = 5 }, null).Span!.Value.Column));
        Assert.Equal(5, GraphReader.ReadText(text, "c.mcf", new Dictionary<string, long> { ["m"] = 5, ["n"] = 5 })[0].Extent("n"));
        const string large = "chain c(m = 8, n = 8) { input X: f32[m, n] output O: f32[n] = 1 }";
        Assert.Equal(FrontendCodes.TensorTooLarge, Failure(large, new() { ["m"] = 1L << 38 }, null).Code);
        Assert.Equal(new SourceSpan(1, 31, 1), Failure(large, new() { ["m"] = 1L << 38 }, null).Span);
    }

    [Theory]
    [InlineData("q", 5, FrontendCodes.UnknownSetting, "--set q=...: there is no axis 'q'; the axes are m, k, n")]
    [InlineData("X", 5, FrontendCodes.UnknownSetting, "there is no axis 'X'")]
    [InlineData("k", 0, FrontendCodes.SettingOutOfRange, "--set k=0: the extent is out of range; an extent is 1 to 1099511627776")]
    [InlineData("k", -4, FrontendCodes.SettingOutOfRange, "--set k=-4")]
    [InlineData("k", long.MaxValue, FrontendCodes.SettingOutOfRange, "--set k=9223372036854775807")]
    [InlineData("m", 10, FrontendCodes.SettingOutOfRange, "--set m=10: the extent is out of range; axis 'm' is 1 to 9")]
    public void Wrong_settings(string axis, long value, string code, string message)
    {
        var failure = Failure(Two, new() { [axis] = value }, null);
        Assert.Contains(message, failure.ToString(), StringComparison.Ordinal);
        Assert.Equal((code, (SourceSpan?)null), (failure.Code, failure.Span));
    }

    [Fact]
    public void A_setting_must_name_an_axis_of_the_selected_chain() =>
        Assert.Equal(FrontendCodes.UnknownSetting, Failure(Two, new() { ["k"] = 2 }, "second").Code);

    [Fact]
    public void Settings_apply_to_one_parsed_graph()
    {
        var parsed = TextFront.Parse(Two, "two.mcf")[1];
        var applied = GraphSettings.Apply(parsed, new Dictionary<string, long> { ["m"] = 2 });
        Assert.Equal(2, applied.Graph.Extent("m"));
        Assert.Equal(new SourceSpan(1, 84, 1), applied.Map.Find(applied.Graph.Axes[0]));
    }

    [Fact]
    public void A_graph_with_a_dynamic_axis_is_not_constant()
    {
        var graphs = GraphReader.ReadText(Two, "two.mcf");
        Assert.Same(graphs[0], GraphSettings.RequireConstant(graphs[0], "two.mcf"));
        var failure = Assert.Throws<DiagnosticException>(() => GraphSettings.RequireConstant(graphs[1], "two.mcf"));
        Assert.Equal("two.mcf: error MCF1072: axis 'm' has no fixed extent (1..9); give it one: --set m=N", Assert.Single(failure.Diagnostics).ToString());
    }

    private static Diagnostic Failure(string text, Dictionary<string, long>? settings, string? chain) =>
        Assert.Single(Assert.Throws<DiagnosticException>(() => GraphReader.ReadText(text, "two.mcf", settings, chain)).Diagnostics);

    private static void Check(string code, string path, string message)
    {
        var failure = Assert.Throws<DiagnosticException>(() => GraphReader.ReadFile(path));
        var diagnostic = Assert.Single(failure.Diagnostics);
        Assert.Equal((code, path, ExitCode.InvalidInput), (diagnostic.Code, diagnostic.File, failure.ExitCode));
        Assert.Contains(message, diagnostic.Problem, StringComparison.Ordinal);
    }

    private string Write(byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, $"{_folder.GetFiles().Length}.mcf");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
