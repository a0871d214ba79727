using System.Text.RegularExpressions;

namespace MCFuser.Codegen.Cuda.Text;

/// <summary>The fixed text in front of kernels: the files of <c>Prelude/</c>, of which a kernel gets those that it uses.</summary>
internal static partial class Prelude
{
    /// <summary>In the order in which they need each other.</summary>
    private static readonly string[] _files = ["primitives", "tiles", "contract", "rows", "softmax", "exact", "math", "index", "spill", "merge", "store"];

    private static readonly Dictionary<string, string> _texts = _files.ToDictionary(f => f, Read);

    /// <summary>What the prelude defines, and the words of C++ and CUDA.</summary>
    public static IReadOnlySet<string> Words { get; } = _files.SelectMany(Defined).Concat(
    [
        "alignas", "alignof", "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break", "case", "catch", "char", "char16_t", "char32_t", "class", "compl",
        "const_cast", "continue", "decltype", "default", "delete", "do", "double", "dynamic_cast", "else", "enum", "export", "extern", "false", "final", "for", "friend",
        "goto", "if", "int", "int8_t", "int16_t", "int32_t", "int64_t", "long", "mutable", "namespace", "new", "noexcept", "not", "not_eq", "nullptr", "operator", "or", "or_eq",
        "override", "private", "protected", "public", "register", "reinterpret_cast", "return", "short", "signed", "sizeof", "static", "static_assert", "static_cast",
        "switch", "this", "thread_local", "throw", "true", "try", "typedef", "typeid", "typename", "union", "unsigned", "using", "virtual", "void", "volatile", "wchar_t",
        "while", "f16", "bf16", "u16", "u32", "u64", "i64", "float", "float2", "float4", "uint4", "DEVICE", "xor", "xor_eq", "blockDim", "blockIdx", "gridDim", "threadIdx", "warpSize", "main", "main0", "linux", "unix", "NULL", "stdin", "stdout", "stderr", "EOF", "assert",
    ]).ToHashSet();

    /// <param name="kernel">The text of the kernel; a file stands in front of it if one of its names is used.</param>
    public static string For(string kernel)
    {
        var used = new HashSet<string>(["primitives", "tiles"]);
        var words = Word().Matches(kernel).Select(m => m.Value).ToHashSet();
        foreach (var file in Enumerable.Reverse(_files))
        {
            if (!used.Contains(file) && !Defined(file).Any(words.Contains)) continue;
            used.Add(file);
            words.UnionWith(Word().Matches(_texts[file]).Select(m => m.Value));
        }

        return string.Join("\n", _files.Where(used.Contains).Select(f => _texts[f]));
    }

    private static IEnumerable<string> Defined(string file) => Definition().Matches(_texts[file]).Select(m => m.Groups[1].Value);

    private static string Read(string file)
    {
        using var stream = typeof(Prelude).Assembly.GetManifestResourceStream($"MCFuser.Codegen.Cuda.Prelude.{file}.cuh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    [GeneratedRegex("[A-Za-z_][A-Za-z_0-9]*")]
    private static partial Regex Word();

    /// <summary>A struct or function that stands at the start of a line.</summary>
    [GeneratedRegex(@"^(?:template <[^\n]*?> )?(?:struct|DEVICE [\w<>]+) (\w+)(?=[ (;{<])", RegexOptions.Multiline)]
    private static partial Regex Definition();
}
