using System.Text;
using MCFuser.Core.Diagnostics;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Cli;

/// <summary>Every kind of bad graph, through the command that would write files: exit 1, a coded line with its place, nothing written.</summary>
public class BadGraphTests
{
    public static TheoryData<string, string> Graphs => new()
    {
        { "syntax error", Chain("output O: f32[m] = exp(A[m, k]") },
        { "two operators in a row", Chain("output O: f32[m, k] = A[m, k] + * 2") },
        { "stray character", Chain("output O: f32[m, k] = A[m, k] $ 2") },
        { "unknown tensor", Chain("output O: f32[m, k] = Z[m, k]") },
        { "unknown axis", Chain("output O: f32[m, q] = A[m, k]") },
        { "unknown axis as an index", Chain("output O: f32[m, k] = A[m, q]") },
        { "unknown function", Chain("output O: f32[m, k] = cosh(A[m, k])") },
        { "unknown dtype", Chain("output O: f64[m, k] = A[m, k]") },
        { "wrong rank", Chain("output O: f32[m, k] = A[m]") },
        { "extents that disagree", Chain("output O: f32[k] = A[k, k]") },
        { "reduction over an absent axis", Chain("output O: f32[m, k] = sum[n](A[m, k])") },
        { "axis free on the right only", Chain("output O: f32[m] = A[m, k]") },
        { "cycle", Chain("X[m, k] = Y[m, k]\n  Y[m, k] = X[m, k]\n  output O: f32[m, k] = X[m, k]") },
        { "self reference", Chain("X[m, k] = X[m, k]\n  output O: f32[m, k] = X[m, k]") },
        { "double definition", Chain("X[m, k] = A[m, k]\n  X[m, k] = B[k, n]\n  output O: f32[m, k] = X[m, k]") },
        { "name of an axis and a tensor", Chain("m[k] = A[0, k]\n  output O: f32[k] = m[k]") },
        { "reserved name", Chain("exp[m, k] = A[m, k]\n  output O: f32[m, k] = exp[m, k]") },
        { "no output", Chain("X[m, k] = A[m, k]") },
        { "zero extent", "chain c(m = 0) {\n  input A: f32[m]\n  output O: f32[m] = A[m]\n}\n" },
        { "negative extent", "chain c(m = -4) {\n  input A: f32[m]\n  output O: f32[m] = A[m]\n}\n" },
        { "overflowing extent", "chain c(m = 99999999999999999999) {\n  input A: f32[m]\n  output O: f32[m] = A[m]\n}\n" },
        { "tensor over 2^40 elements", "chain c(m = 1048577, n = 1048576) {\n  input A: f32[m]\n  output O: f32[m, n] = A[m]\n}\n" },
        { "intermediate over 2^40 elements", "chain c(m = 1048577, n = 1048576) {\n  input A: f32[m]\n  X[m, n] = A[m]\n  output O: f32[m] = max[n](X[m, n])\n}\n" },
        { "index that leaves its dimension", Chain("output O: f32[m, k] = A[m + 1, k]") },
        { "nested parentheses", Chain($"output O: f32[m, k] = {new string('(', 5000)}A[m, k]{new string(')', 5000)}") },
        { "empty file", "" },
        { "only a comment", "// nothing\n" },
        { "a chain cut off", "chain c(m = 4) {\n  input A: f32[m]\n" },
    };

    [Theory]
    [MemberData(nameof(Graphs))]
    public async Task Is_refused_with_a_place_and_writes_nothing(string what, string text)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("bad.mcf", text);
        await Refuses(what, file, folder);
    }

    [Fact]
    public async Task A_binary_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("bad.mcf");
        File.WriteAllBytes(file, [0x7f, (byte)'E', (byte)'L', (byte)'F', 0, 1, 2, 0xff, 0xfe, 0xc3, 0x28]);
        await Refuses("binary file", file, folder);
    }

    [Fact]
    public async Task A_file_that_is_absent_or_a_folder_is_refused()
    {
        using var folder = new TemporaryFolder();
        await Refuses("absent", folder.File("bad.mcf"), folder);
        await Refuses("folder", Directory.CreateDirectory(folder.File("bad.mcf")).FullName, folder);
    }

    [Fact]
    public async Task A_byte_order_mark_and_carriage_returns_are_fine()
    {
        using var folder = new TemporaryFolder();
        var text = File.ReadAllText(SampleFiles.Path("attention")).ReplaceLineEndings("\r\n");
        File.WriteAllText(folder.File("bom.mcf"), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        (await CommandLine.Run("explain", folder.File("bom.mcf"))).AssertSucceeds();
    }

    private static async Task Refuses(string what, string file, TemporaryFolder folder)
    {
        var output = folder.File("out");
        var result = await CommandLine.Run("compile", file, "-o", output);
        Assert.True(result.ExitCode == ExitCode.InvalidInput, $"{what}: exit {(int)result.ExitCode}: {result.Error}");
        Assert.Empty(result.Output);
        Assert.All(result.Error.TrimEnd().Split('\n'), line => Assert.Matches(@"bad\.mcf(\(\d+,\d+\))?: error MCF1\d{3}: .+; .+", line));
        Assert.False(Path.Exists(output), $"{what}: something was written");
    }

    private static string Chain(string body) =>
        $"chain c(m = 4, k = 8, n = 6) {{\n  input A: f32[m, k]\n  input B: f32[k, n]\n  {body}\n}}\n";
}
