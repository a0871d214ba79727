using MCFuser.Codegen.Cuda;
using MCFuser.Core.Packages;
using MCFuser.Core.Tensors;

namespace MCFuser.Tests.Codegen.Cuda.Emulation;

/// <summary>Runs the kernels that the compiler emits on tensors.</summary>
public static class Emulator
{
    /// <summary>The launch that a kernel describes, for these extents. Workspaces that ask for it start as zeros, others as NaN; with
    /// any, the kernel is launched twice, as it must leave them ready for the next launch.</summary>
    /// <param name="outputs">Of the right name, type and shape; their content is not used.</param>
    public static EmulatedLaunch Launch(
        CudaKernel kernel, IReadOnlyDictionary<string, long> extents, IReadOnlyDictionary<string, TensorData> inputs, IReadOnlyDictionary<string, TensorData> outputs)
    {
        var blocks = kernel.Grid.Select(g => g.Evaluate(extents)).ToList();
        Assert.All(blocks.Skip(1), b => Assert.Equal(1, b));
        return new EmulatedLaunch(kernel.Entry, checked((int)blocks[0]), kernel.Threads, kernel.SharedBytes, [.. kernel.Arguments.Select(Buffer)])
        {
            Launches = kernel.Workspaces.Count > 0 ? 2 : 1,
        };

        EmulatedBuffer Buffer(ManifestArgument argument) => argument switch
        {
            ParameterArgument p when inputs.TryGetValue(p.Parameter, out var input) => EmulatedBuffer.In(input.Bytes),
            ParameterArgument p => EmulatedBuffer.Out(outputs[p.Parameter].Bytes.Length),
            WorkspaceArgument w => Workspace(kernel.Workspaces[w.Workspace]),
            _ => throw new NotSupportedException($"{argument.GetType().Name} in an emulated launch"),
        };

        EmulatedBuffer Workspace(ManifestWorkspace workspace)
        {
            var bytes = checked((int)workspace.Bytes.Evaluate(extents));
            return workspace.ZeroOnce ? EmulatedBuffer.Work(bytes) : EmulatedBuffer.Out(bytes);
        }
    }

    /// <summary>The outputs of a run, by name.</summary>
    public static Dictionary<string, TensorData> Outputs(CudaKernel kernel, EmulationResult result, IReadOnlyDictionary<string, TensorData> outputs)
    {
        var tensors = new Dictionary<string, TensorData>();
        foreach (var (argument, bytes) in kernel.Arguments.Zip(result.Buffers))
        {
            if (argument is ParameterArgument p && outputs.TryGetValue(p.Parameter, out var output))
                tensors.Add(p.Parameter, new TensorData(output.Name, output.Type, output.Shape, bytes));
        }

        return tensors;
    }
}
