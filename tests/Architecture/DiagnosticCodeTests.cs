using System.Reflection;
using System.Text.RegularExpressions;

namespace MCFuser.Tests.Architecture;

/// <summary>The codes in the source and the list in docs/diagnostics.md are the same.</summary>
public partial class DiagnosticCodeTests
{
    private static List<string> Codes { get; } =
    [
        .. ReferenceTests.Assemblies.SelectMany(a => a.GetTypes())
            .Where(t => t is { IsAbstract: true, IsSealed: true } && t.Name.EndsWith("Codes", StringComparison.Ordinal))
            .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(f => f.IsLiteral && f.FieldType == typeof(string))
            .Select(f => (string)f.GetRawConstantValue()!),
    ];

    [Fact]
    public void A_code_has_the_prefix_and_four_digits() => Assert.All(Codes, c => Assert.Matches(CodePattern(), c));

    [Fact]
    public void No_code_is_used_twice() => Assert.Empty(Codes.GroupBy(c => c).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void Every_code_is_documented_and_every_documented_code_exists()
    {
        var documented = CodePattern().Matches(File.ReadAllText(Repository.Path("docs/diagnostics.md"))).Select(m => m.Value).Distinct();
        Assert.Equal(Codes.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\bMCF\d{4}\b")]
    private static partial Regex CodePattern();
}
