using System.CommandLine;
using MCFuser.Cli.Json;
using MCFuser.Cli.Text;
using MCFuser.Compiler;

namespace MCFuser.Cli.Commands;

/// <summary>Lists the devices that a graph can be compiled for, the CPU at hand first, and the GPUs at hand.</summary>
internal sealed class DevicesCommand : Command
{
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object." };

    public DevicesCommand()
        : base("devices", "List the CPU at hand, the devices of the catalogue, and the GPUs at hand.")
    {
        Add(_json);
        SetAction(List);
    }

    private void List(ParseResult parsed)
    {
        var (output, gpus) = (parsed.InvocationConfiguration.Output, GpusAtHand.Find());
        if (parsed.GetValue(_json)) JsonOutput.Write(output, DevicesJson.Of(TargetDevice.All, gpus), JsonOutput.Default.DevicesJson);
        else foreach (var line in TargetDevice.All.Select(DeviceText.Line).Concat(GpuText.Lines(gpus))) output.WriteLine(line);
    }
}
