using System.Security.Cryptography;
using System.Text;

namespace MCFuser.Tests.Frontend;

public class GrammarTests
{
    [Fact]
    public void The_generated_parser_belongs_to_the_grammar()
    {
        var grammar = Repository.ReadText("src/Frontend/Grammar/Mcf.g4");
        var stamp = Repository.ReadText("src/Frontend/Grammar/Generated/Mcf.stamp").Split('\n');
        Assert.True(
            stamp[0] == Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(grammar))),
            "Mcf.g4 has changed: run src/Frontend/Grammar/regenerate.sh");
    }

    [Fact]
    public void Every_choice_is_made_on_the_next_token() =>
        Assert.DoesNotContain("AdaptivePredict", Repository.ReadText("src/Frontend/Grammar/Generated/McfParser.cs"), StringComparison.Ordinal);
}
