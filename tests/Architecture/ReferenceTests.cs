using System.Reflection;
using System.Text.RegularExpressions;
using NetArchTest.Rules;

namespace MCFuser.Tests.Architecture;

/// <summary>Who may reference whom; docs/pipeline.md has the same table in words.</summary>
public partial class ReferenceTests
{
    private static readonly Dictionary<string, string[]> _allowed = new()
    {
        ["Core"] = [],
        ["Frontend"] = ["Core"],
        ["Tiling"] = ["Core"],
        ["Search"] = ["Core", "Tiling"],
        ["Codegen"] = ["Core"],
        ["Runtime"] = ["Core"],
        ["Compiler"] = ["Core", "Frontend", "Tiling", "Search", "Codegen", "Runtime"],
        ["Portable"] = ["Core", "Frontend", "Runtime", "Compiler"],
        ["Cli"] = ["Core", "Frontend", "Tiling", "Search", "Codegen", "Runtime", "Compiler", "Portable"],
    };

    public static TheoryData<string> Rooms => [.. _allowed.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_depends_only_on_the_rooms_before_it(string room)
    {
        var forbidden = _allowed.Keys.Where(other => other != room && !_allowed[room].Contains(other)).Select(r => $"MCFuser.{r}").ToArray();
        var result = Types.InAssembly(Load(room)).That().ResideInNamespace("MCFuser").ShouldNot().HaveDependencyOnAny(forbidden).GetResult();
        Assert.True(result.IsSuccessful, $"{room} reaches too far: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_project_names_exactly_the_rooms_it_may_use(string room)
    {
        var project = File.ReadAllText(Repository.Path($"src/{room}/MCFuser.{room}.csproj"));
        var named = ProjectReference().Matches(project).Select(m => m.Groups[1].Value);
        string[] expected = room == "Cli" ? ["Compiler", "Portable"] : _allowed[room];
        Assert.Equal(expected.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void An_assembly_references_only_the_rooms_before_it(string room)
    {
        var referenced = Load(room).GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("MCFuser.", StringComparison.Ordinal));
        Assert.Empty(referenced.Select(n => n["MCFuser.".Length..]).Except(_allowed[room]));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Every_type_lives_in_the_namespace_of_its_room(string room)
    {
        // ANTLR and the compiler add types of their own; ours are the public ones.
        var strangers = Load(room).GetExportedTypes().Where(t => t.Namespace != $"MCFuser.{room}" && t.Namespace?.StartsWith($"MCFuser.{room}.", StringComparison.Ordinal) != true);
        Assert.Empty(strangers.Where(t => !(room == "Core" && t.Namespace == "MCFuser.Core")).Select(t => t.FullName));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Only_the_command_line_uses_the_console(string room)
    {
        if (room == "Cli") return;
        // The generated parser has a default error writer, which the reader replaces.
        var result = Types.InAssembly(Load(room)).That().DoNotResideInNamespace("MCFuser.Frontend.Grammar").ShouldNot().HaveDependencyOn("System.Console").GetResult();
        Assert.True(result.IsSuccessful, $"{room} writes to the console: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Fact]
    public void Only_the_portable_path_needs_ILGPU_and_trimmed_programs_go_without()
    {
        Assert.Equal(["Portable"], _allowed.Keys.Where(room => Load(room).GetReferencedAssemblies().Any(a => a.Name == "ILGPU")));
        var project = File.ReadAllLines(Repository.Path("src/Cli/MCFuser.Cli.csproj"));
        Assert.Contains("Condition=\"'$(PublishTrimmed)' != 'true'\"", Assert.Single(project, line => line.Contains("MCFuser.Portable.csproj", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"<ProjectReference Include=""\.\./(\w+)/")]
    private static partial Regex ProjectReference();

    internal static IEnumerable<Assembly> Assemblies => _allowed.Keys.Select(Load);

    private static Assembly Load(string room) => Assembly.Load(room == "Cli" ? "mcfuser" : $"MCFuser.{room}");
}
