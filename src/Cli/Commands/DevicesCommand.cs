using System.CommandLine;
using MCFuser.Cli.Json;
using MCFuser.Cli.Text;
using MCFuser.Compiler;

namespace MCFuser.Cli.Commands;

/// <summary>Lists the devices that a graph can be compiled for, the CPU at hand first.</summary>
internal sealed class DevicesCommand : Command
{
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object." };

    public DevicesCommand()
        : base("devices", "List the CPU at hand and the devices of the catalogue.")
    {
        Add(_json);
        SetAction(List);
    }

    private void List(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_json)) JsonOutput.Write(output, DevicesJson.Of(TargetDevice.All), JsonOutput.Default.DevicesJson);
        else foreach (var device in TargetDevice.All) output.WriteLine(DeviceText.Line(device));
    }
}
