using MCFuser.Core.Diagnostics;
using MCFuser.Core.Graphs;
using MCFuser.Frontend;
using MCFuser.Tests.Generators;

namespace MCFuser.Tests.Frontend;

/// <summary>Whatever a text holds, reading it gives graphs or coded messages.</summary>
public class FuzzTests
{
    private static readonly string[] Tokens =
    [
        "chain", "input", "output", "and", "or", "not", "inf", "+", "-", "*", "/", "==", "!=", "<", "<=", ">", ">=", "=", "..", ",", ":", "(", ")",
        "[", "]", "{", "}", "0", "1", "8", "4096", "99999999999999999999", "0.5", "1e999", "m", "n", "k", "X", "Y", "O", "f32", "i32", "bool", "sum",
        "max", "softmax", "where", "extent", "exp", "pow", "// x\n", "\n", " ", ";", "é", "\u0000", "\ud83d\ude00", "\uffff", "_", "!", ".",
    ];

    [Fact]
    public void Mutated_texts()
    {
        var random = new Random(1);
        var valid = Enumerable.Range(0, 100).Select(seed => GraphPrinter.Print(RandomGraphs.Create(seed))).Append(SampleTexts.Attention).ToArray();
        var accepted = Enumerable.Range(0, 6000).Count(_ => Reads(Mutate(random, valid[random.Next(valid.Length)])));
        Assert.InRange(accepted, 100, 5900);
    }

    [Fact]
    public void Random_tokens()
    {
        var random = new Random(2);
        for (var i = 0; i < 2000; i++)
            Reads(string.Join(random.Next(2) == 0 ? " " : "", Enumerable.Range(0, random.Next(60)).Select(_ => Tokens[random.Next(Tokens.Length)])));
    }

    [Fact]
    public void Random_statements_of_a_chain()
    {
        var random = new Random(3);
        for (var i = 0; i < 2000; i++)
        {
            var value = string.Join(" ", Enumerable.Range(0, random.Next(1, 12)).Select(_ => Tokens[random.Next(Tokens.Length)]));
            Reads($"chain c(m = 8, n = 8, k = 4) {{ input X: f32[m, k] input Y: i32[n] output O: f32[m] = {value} }}");
        }
    }

    [Fact]
    public void Random_characters()
    {
        var random = new Random(4);
        for (var i = 0; i < 1000; i++)
            Reads(string.Concat(Enumerable.Range(0, random.Next(80)).Select(_ => (char)random.Next(random.Next(2) == 0 ? 128 : 65536))));
    }

    private static string Mutate(Random random, string text)
    {
        for (var count = random.Next(1, 4); count > 0 && text.Length > 0; count--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 8), text.Length - at);
            var other = random.Next(text.Length);
            text = random.Next(5) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Tokens[random.Next(Tokens.Length)]),
                2 => text.Remove(at, length).Insert(at, Tokens[random.Next(Tokens.Length)]),
                3 => text.Insert(at, text.Substring(other, Math.Min(random.Next(1, 30), text.Length - other))),
                _ => text.Remove(at, 1).Insert(at, text[other].ToString()),
            };
        }

        return text;
    }

    /// <summary>Any other exception fails the test.</summary>
    private static bool Reads(string text)
    {
        try
        {
            GraphReader.ReadText(text, "fuzz.mcf");
            return true;
        }
        catch (DiagnosticException invalid)
        {
            Assert.NotEmpty(invalid.Diagnostics);
            Assert.All(invalid.Diagnostics, d => Assert.Matches("^MCF1[0-9]{3}$", d.Code));
            Assert.All(invalid.Diagnostics, d => Assert.True(d.Problem.Length < 600 && d.Advice.Length < 600, d.ToString()));
            Assert.All(invalid.Diagnostics, d => Assert.DoesNotContain('\n', d.ToString()));
            return false;
        }
    }
}
