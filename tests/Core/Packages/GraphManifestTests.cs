using System.Text;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Packages;

namespace MCFuser.Tests.Core.Packages;

public class GraphManifestTests
{
    private const string Example =
        """
        {
          "schema": 1,
          "compiler": "0.1.0",
          "graphs": [
            {
              "graph": "mlp",
              "axes": {
                "m": 16
              },
              "inputs": [
                {
                  "name": "X",
                  "dtype": "f16",
                  "shape": [
                    "m"
                  ]
                }
              ],
              "outputs": [
                {
                  "name": "Y",
                  "dtype": "f16",
                  "shape": [
                    "m"
                  ]
                }
              ],
              "materialised": [
                {
                  "name": "H",
                  "dtype": "f32",
                  "shape": [
                    "m",
                    "64"
                  ]
                }
              ],
              "kernels": [
                {
                  "package": "mlp_0",
                  "inputs": [
                    "X"
                  ],
                  "outputs": [
                    "H"
                  ]
                },
                {
                  "package": "mlp_1",
                  "inputs": [
                    "H",
                    "X"
                  ],
                  "outputs": [
                    "Y"
                  ]
                }
              ]
            }
          ]
        }

        """;

    [Fact]
    public void Writing_gives_the_text_that_was_read() => Assert.Equal(Example, Encoding.UTF8.GetString(Read(Example).Write()));

    [Theory]
    [InlineData("\"outputs\": [\n            \"H\"", "\"outputs\": [\n            \"G\"", "the kernel mlp_0 writes G, which is not declared")]
    [InlineData("\"inputs\": [\n            \"X\"", "\"inputs\": [\n            \"Y\"", "the kernel mlp_0 reads Y, which nothing before it writes")]
    [InlineData("\"outputs\": [\n            \"Y\"", "\"outputs\": [\n            \"H\"", "the kernel mlp_1 writes H, which is written already")]
    [InlineData("\"outputs\": [\n            \"Y\"", "\"outputs\": [\n            \"H\"", "no kernel writes the output Y")]
    [InlineData("\"name\": \"H\"", "\"name\": \"X\"", "the tensor X is declared 2 times")]
    [InlineData("\"m\": 16", "\"n\": 16", "the shape of X names the unknown axis m")]
    [InlineData("\"package\": \"mlp_0\"", "\"package\": \"../mlp_0\"", "'../mlp_0' is no plain folder name")]
    public void An_inconsistent_graph_is_refused(string old, string replacement, string problem)
    {
        Assert.Contains(old, Example, StringComparison.Ordinal);
        var error = Assert.Throws<DiagnosticException>(() => Read(Example.Replace(old, replacement, StringComparison.Ordinal)));
        Assert.Contains(error.Diagnostics, d => d.Code == ManifestCodes.Inconsistent && d.Problem == $"graph mlp: {problem}");
    }

    private static GraphManifest Read(string text) => GraphManifest.Read(Encoding.UTF8.GetBytes(text), "graph.json");
}
