using System.Text.Json;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Cli;

public class DevicesTests
{
    [Fact]
    public async Task The_processor_at_hand_comes_first_and_the_catalogue_follows()
    {
        using var json = JsonDocument.Parse((await CommandLine.Run("devices", "--json")).AssertSucceeds().Output);
        var devices = json.RootElement.GetProperty("devices").EnumerateArray().ToList();
        Assert.Equal("cpu", devices[0].GetProperty("kind").GetString());
        Assert.Equal(Environment.ProcessorCount, devices[0].GetProperty("processors").GetInt32());
        var names = devices.Skip(1).Select(d => d.GetProperty("name").GetString()!).ToHashSet();
        Assert.Superset(new HashSet<string> { "a100", "rtx3080", "rtx4090", "h100", "h200" }, names);
        Assert.All(devices, d => Assert.NotEqual("", d.GetProperty("source").GetString()));
    }

    [Fact]
    public async Task Each_has_a_line()
    {
        var output = (await CommandLine.Run("devices")).AssertSucceeds().Output;
        Assert.Contains("a100 (sm_80, 108 SMs, ", output, StringComparison.Ordinal);
        Assert.Contains("h100 (sm_90, 132 SMs, ", output, StringComparison.Ordinal);
    }
}
