using System.Text.Json.Nodes;
using MCFuser.Core;
using MCFuser.Core.Devices;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Json;

namespace MCFuser.Tests.Core.Devices;

public class DeviceCatalogTests
{
    [Fact]
    public void Every_description_of_the_source_is_in_the_catalogue()
    {
        var files = Directory.EnumerateFiles(Repository.Path("src/Core/Devices"), "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!);
        Assert.Equal(files.Order(StringComparer.Ordinal), DeviceCatalog.All.Select(d => d.Name));
        Assert.All(DeviceCatalog.All, d => Assert.Same(d, DeviceCatalog.Find(d.Name)));
    }

    [Theory]
    [InlineData("sm_80", "a100")]
    [InlineData("sm_86", "rtx3080")]
    [InlineData("sm_89", "rtx4090")]
    [InlineData("sm_90", "h100")]
    [InlineData("sm_90a", "h100")]
    public void An_architecture_means_a_device(string arch, string device) => Assert.Equal(device, DeviceCatalog.ForArch(arch).Name);

    [Fact]
    public void What_is_unknown_is_refused_with_the_known_names()
    {
        var device = Assert.Throws<DiagnosticException>(() => DeviceCatalog.Find("A100"));
        Assert.Equal((ExitCode.DeviceMissing, DeviceCodes.Unknown), (device.ExitCode, device.Diagnostics[0].Code));
        Assert.Contains("a100, h100, h200, rtx3080, rtx4090", device.Message, StringComparison.Ordinal);

        var arch = Assert.Throws<DiagnosticException>(() => DeviceCatalog.ForArch("sm_70"));
        Assert.Equal((ExitCode.DeviceMissing, DeviceCodes.ArchUnknown), (arch.ExitCode, arch.Diagnostics[0].Code));
        Assert.Contains("sm_80, sm_86, sm_89, sm_90, sm_90a", arch.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a100", 156)]
    [InlineData("h100", 295)]
    [InlineData("h200", 206)]
    public void Ridge_points_are_the_published_ones(string name, double ridge) =>
        Assert.Equal(ridge, DeviceCatalog.Find(name).Ridge(DataType.F16), 0.5);

    [Theory]
    [InlineData("a100", 166912)]
    [InlineData("rtx3080", 101376)]
    [InlineData("rtx4090", 101376)]
    [InlineData("h100", 232448)]
    [InlineData("h200", 232448)]
    public void A_block_gets_the_shared_memory_of_its_architecture(string name, long bytes) =>
        Assert.Equal(bytes, DeviceCatalog.Find(name).SharedBytesPerBlock);

    [Fact]
    public void Numbers_agree_with_each_other()
    {
        foreach (var device in DeviceCatalog.All)
        {
            // A multiprocessor keeps 1 KB for each of its blocks.
            Assert.Equal(device.SharedBytesPerProcessor - 1024, device.SharedBytesPerBlock);
            Assert.True(device.L2GigabytesPerSecond > device.MemoryGigabytesPerSecond, device.Name);
            Assert.Equal(device.TeraflopsF16, device.TeraflopsBF16);
            Assert.Equal(device.TeraflopsF16 / 2, device.TeraflopsTF32, 0.1);
            // Two FLOP a clock from each of the f32 lanes, of which a multiprocessor has 64 or 128; the clock is that of the tensor cores.
            var lanes = device.TeraflopsF32 * 1e3 / (2 * device.ClockGigahertz * device.Processors);
            Assert.Equal(lanes > 96 ? 128 : 64, lanes, 0.1 * lanes);
            Assert.Contains("Estimates: L2 bandwidth", device.Source, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_field_is_required_and_no_other_is_known()
    {
        var text = File.ReadAllText(Repository.Path("src/Core/Devices/a100.json"));
        foreach (var (name, _) in JsonNode.Parse(text)!.AsObject())
        {
            var device = JsonNode.Parse(text)!.AsObject();
            device.Remove(name);
            Refused(device, JsonCodes.FieldMissing, $"the field {name} is missing");
        }

        var extended = JsonNode.Parse(text)!.AsObject();
        extended["price"] = 1;
        Refused(extended, JsonCodes.FieldUnknown, "the field price is unknown");
        extended.Remove("price");
        extended["processors"] = "108";
        Refused(extended, JsonCodes.Malformed, "this is not what the format has here");
    }

    private static void Refused(JsonObject device, string code, string problem)
    {
        var error = Assert.Throws<DiagnosticException>(() => DeviceCatalog.Read(System.Text.Encoding.UTF8.GetBytes(device.ToJsonString()), "device.json"));
        Assert.Equal(code, error.Diagnostics[0].Code);
        Assert.Contains(problem, error.Diagnostics[0].Problem, StringComparison.Ordinal);
    }
}
