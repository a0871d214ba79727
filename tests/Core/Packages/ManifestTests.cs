using System.Text;
using System.Text.Json.Nodes;
using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Json;
using MCFuser.Core.Packages;

namespace MCFuser.Tests.Core.Packages;

public class ManifestTests
{
    /// <summary>Every form that a manifest may have, as the compiler writes it.</summary>
    private const string Example =
        """
        {
          "schema": 1,
          "chain": "attention",
          "compiler": "0.1.0",
          "target": "cuda",
          "arch": "sm_80",
          "axes": {
            "b": 12,
            "m": {
              "min": 1,
              "max": 4096
            },
            "k": 64
          },
          "parameters": [
            {
              "name": "Q",
              "dtype": "f16",
              "shape": [
                "b",
                "m",
                "k"
              ],
              "strides": [
                "m*k",
                "k",
                "1"
              ],
              "alignment": 16,
              "direction": "in"
            }
          ],
          "workspaces": [
            {
              "bytes": "4*b*m",
              "zeroOnce": true
            }
          ],
          "variants": [
            {
              "guard": "m > 1 && k < 65",
              "tiling": "mn(k,h)",
              "tiles": {
                "m": 64,
                "n": 32
              },
              "launches": [
                {
                  "file": "kernel.cubin",
                  "entry": "attention_0",
                  "grid": [
                    "ceil(m/64)",
                    "b",
                    1
                  ],
                  "block": [
                    128,
                    1,
                    1
                  ],
                  "cluster": [
                    1,
                    1,
                    1
                  ],
                  "sharedBytes": 49152,
                  "args": [
                    {
                      "parameter": "Q"
                    },
                    {
                      "workspace": 0
                    },
                    {
                      "axis": "m",
                      "dtype": "i32"
                    },
                    {
                      "scalar": 0.125,
                      "dtype": "f32"
                    },
                    {
                      "tensorMap": {
                        "parameter": "Q",
                        "box": [
                          64,
                          64
                        ],
                        "swizzle": "128B"
                      }
                    }
                  ]
                }
              ]
            }
          ],
          "files": {
            "kernel.cubin": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
          }
        }

        """;

    [Fact]
    public void Writing_gives_the_text_that_was_read()
    {
        var manifest = Read(Example);
        Assert.Equal(Example, Encoding.UTF8.GetString(manifest.Write()));
        Assert.Equal(manifest, Read(Example));
    }

    [Fact]
    public void Reads_what_the_text_says()
    {
        var manifest = Read(Example);
        Assert.Equal([new ManifestAxis("b", 12, 12), new ManifestAxis("m", 1, 4096), new ManifestAxis("k", 64, 64)], manifest.Axes);
        var launch = manifest.Variants[0].Launches[0];
        Assert.Equal([2L, 12, 1], launch.Grid.Select(g => g.Evaluate(new Dictionary<string, long> { ["b"] = 12, ["m"] = 65 })));
        Assert.Equal(new ScalarArgument { Scalar = 0.125, Type = DataType.F32 }, launch.Args[3]);
        Assert.Equal("128B", Assert.IsType<TensorMapArgument>(launch.Args[4]).TensorMap.Swizzle);
        Assert.Null(launch.Tasks);
    }

    [Fact]
    public void Fields_may_stand_in_any_order_and_integers_in_quotes()
    {
        var reordered = Example.Replace("\"axis\": \"m\",\n              \"dtype\": \"i32\"", "\"dtype\": \"i32\", \"axis\": \"m\"", StringComparison.Ordinal);
        var text = reordered.Replace("\"sharedBytes\": 49152", "\"sharedBytes\": \"49152\"", StringComparison.Ordinal)
            .Replace("\"1\"\n", "1\n", StringComparison.Ordinal);
        Assert.NotEqual(Example, text);
        Assert.Equal(Read(Example), Read(text));
    }

    [Theory]
    [InlineData("\"schema\": 1", "\"schema\": 2", JsonCodes.SchemaUnknown, "the file has schema 2, and this version reads schema 1")]
    [InlineData("\"schema\": 1,", "", JsonCodes.SchemaUnknown, "the file names no schema")]
    [InlineData("\"arch\": \"sm_80\",", "", JsonCodes.FieldMissing, "the field arch is missing")]
    [InlineData("\"zeroOnce\": true", "\"zeroTwice\": true", JsonCodes.FieldUnknown, "the field zeroTwice is unknown")]
    [InlineData("\"entry\": \"attention_0\",", "", JsonCodes.FieldMissing, "the field entry is missing")]
    [InlineData("\"arch\": \"sm_80\"", "\"arch\": null", JsonCodes.Malformed, "this is not what the format has here")]
    [InlineData("\"arch\": \"sm_80\"", "\"arch\": \"sm_80\", \"arch\": \"sm_90\"", JsonCodes.Malformed, "this is not what the format has here")]
    [InlineData("\"b\": 12", "\"b\": 12, \"b\": 13", JsonCodes.Malformed, "the field b stands twice")]
    [InlineData("\"b\": 12", "\"b\": 0", JsonCodes.Malformed, "an extent is a positive integer")]
    [InlineData("\"max\": 4096", "\"top\": 4096", JsonCodes.Malformed, "axis m has the unknown field top")]
    [InlineData("\"min\": 1,", "", JsonCodes.Malformed, "axis m needs one min and one max, in order")]
    [InlineData("\"dtype\": \"f16\"", "\"dtype\": \"f17\"", JsonCodes.Malformed, "a data type is one of f16, bf16")]
    [InlineData("\"workspace\": 0", "\"workplace\": 0", JsonCodes.Malformed, "an argument has one of the fields parameter, workspace")]
    [InlineData("\"direction\": \"in\"", "\"direction\": \"sideways\"", JsonCodes.Malformed, "this is not what the format has here")]
    [InlineData("\"sharedBytes\": 49152", "\"sharedBytes\": -1", JsonCodes.Malformed, "an integer or an expression is expected")]
    [InlineData("\"sharedBytes\": 49152", "\"sharedBytes\": \"m +\"", ManifestCodes.ExpressionMalformed, "the expression 'm +' cannot be read")]
    [InlineData("m > 1 && k < 65", "m >", ManifestCodes.ExpressionMalformed, "the expression 'm >' cannot be read")]
    [InlineData("m > 1 && k < 65", "x > 1", ManifestCodes.Inconsistent, "the guard 'x > 1' names the unknown axis x")]
    [InlineData("\"file\": \"kernel.cubin\"", "\"file\": \"kernel.ptx\"", ManifestCodes.Inconsistent, "the launch of attention_0 uses the file kernel.ptx, which the package lacks")]
    [InlineData("\"kernel.cubin\": \"e3", "\"../kernel.cubin\": \"e3", ManifestCodes.Inconsistent, "'../kernel.cubin' is no plain file name")]
    [InlineData("\"kernel.cubin\": \"e3", "\"kernel.cubin\": \"E3", ManifestCodes.Inconsistent, "the hash of kernel.cubin is no SHA-256")]
    [InlineData("\"workspace\": 0", "\"workspace\": 1", ManifestCodes.Inconsistent, "passes the unknown workspace 1")]
    [InlineData("\"parameter\": \"Q\",", "\"parameter\": \"R\",", ManifestCodes.Inconsistent, "passes the unknown parameter R")]
    [InlineData("\"target\": \"cuda\"", "\"target\": \"cpu\"", ManifestCodes.Inconsistent, "the launch of attention_0 needs tasks and scratchBytes")]
    [InlineData("\"target\": \"cuda\"", "\"target\": \"dsp\"", ManifestCodes.Inconsistent, "the target 'dsp' is neither cpu nor cuda")]
    public void A_bad_manifest_is_refused(string old, string replacement, string code, string problem)
    {
        Assert.Contains(old, Example, StringComparison.Ordinal);
        var error = Assert.Throws<DiagnosticException>(() => Read(Example.Replace(old, replacement, StringComparison.Ordinal)));
        Assert.Equal(ExitCode.InvalidInput, error.ExitCode);
        Assert.Equal(code, error.Diagnostics[0].Code);
        Assert.Contains(error.Diagnostics, d => d.Problem.Contains(problem, StringComparison.Ordinal));
        Assert.All(error.Diagnostics, d => Assert.Equal("manifest.json", d.File));
    }

    [Fact]
    public void A_message_names_the_line()
    {
        var error = Assert.Throws<DiagnosticException>(() => Read(Example.Replace("49152", "\"1 +\"", StringComparison.Ordinal)));
        var line = Example[..Example.IndexOf("49152", StringComparison.Ordinal)].Count(c => c == '\n') + 1;
        Assert.Equal(line, error.Diagnostics[0].Span!.Value.Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{ \"schema\": 1 ")]
    [InlineData("\uFEFF{}")]
    public void What_is_no_manifest_is_refused(string text) => Assert.Throws<DiagnosticException>(() => Read(text));

    [Fact]
    public void Damaged_text_is_read_or_refused_with_a_code()
    {
        var random = new Random(3);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(Example);
            for (var change = random.Next(1, 4); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                Manifest.Read(bytes, "manifest.json");
            }
            catch (DiagnosticException error)
            {
                Assert.StartsWith("MCF00", error.Diagnostics[0].Code, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_field_that_is_removed_is_missed_or_optional()
    {
        string[] optional = ["guard", "cluster", "sharedBytes"];
        var root = JsonNode.Parse(Example)!.AsObject();
        foreach (var item in new[] { root, root["parameters"]![0]!.AsObject(), root["variants"]![0]!.AsObject(), root["variants"]![0]!["launches"]![0]!.AsObject() })
        {
            foreach (var (name, value) in item.ToList())
            {
                item.Remove(name);
                var problem = Record.Exception(() => Read(root.ToJsonString()));
                Assert.True(optional.Contains(name) ? problem is null : problem is DiagnosticException, $"without {name}: {problem}");
                item[name] = value;
            }
        }
    }

    private static Manifest Read(string text) => Manifest.Read(Encoding.UTF8.GetBytes(text), "manifest.json");
}
