using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using MCFuser.Portable.Kernels;

namespace MCFuser.Tests.Portable;

/// <summary>The kernels become PTX that a driver takes as it is: without a GPU, a toolkit or a library of functions.</summary>
public class DeviceCodeTests
{
    [Theory]
    [InlineData(typeof(OperatorKernel), false)]
    [InlineData(typeof(ContractionKernel), true)]
    public void Kernels_become_PTX(Type kernel, bool isTiled)
    {
        using var context = Context.Create(builder => builder.CPU());
        using var backend = new PTXBackend(context, CudaArchitecture.SM_80, CudaInstructionSet.ISA_80, null!);
        var compiled = backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel.GetMethod("Run")!), default(KernelSpecialization));
        var text = Assert.IsType<PTXCompiledKernel>(compiled).PTXAssembly;
        Assert.Contains(".visible .entry", text, StringComparison.Ordinal);
        Assert.DoesNotContain(".extern .func", text, StringComparison.Ordinal);
        Assert.Equal(isTiled, text.Contains("bar.sync", StringComparison.Ordinal));
        Assert.Equal(isTiled, text.Contains(".shared", StringComparison.Ordinal));
    }
}
