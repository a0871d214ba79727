using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;
using MCFuser.Runtime.Cpu;
using static MCFuser.Tests.Runtime.Cpu.Tiles;

namespace MCFuser.Tests.Runtime.Cpu;

public class CpuRefusalTests
{
    [Fact]
    public void A_broken_program_is_refused()
    {
        TileAxis[] axes = [Axis("n", 40, 16)];
        TileProgram Copy(Load load, TileBuffer tile) =>
            Program(axes, [Tensor("X", DataType.F32, "n")], [Tensor("Y", DataType.F32, "n")], [tile], [], load, Store("Y", ["n"], "x"));
        Assert.Throws<InternalErrorException>(() => CpuKernel.Prepare(Copy(Load("x", "X", "n"), Tile("x", "n"))));
        Assert.Throws<InternalErrorException>(() => CpuKernel.Prepare(Copy(Load("x", "Z", "n"), Tile("x", "n*"))));
        var beyond = new Load("x", "X", [new IndexAdd(new IndexAxis("n"), new IndexConstant(1))]);
        Assert.Throws<InternalErrorException>(() => CpuKernel.Prepare(Copy(beyond, Tile("x", "n*"))));
        CpuKernel.Prepare(Copy(Load("x", "X", "n"), Tile("x", "n*"))).Dispose();
    }

    [Fact]
    public void Scratch_memory_beyond_the_machine_is_refused()
    {
        TileAxis[] axes = [Axis("n", 1L << 20, 16), Axis("m", 1L << 20, 16)];
        var program = Program(axes, [], [Tensor("Y", DataType.F32, "n")], [Tile("x", "n*", "m*"), Tile("y", "n")], [],
            Grid(axes[0], new Map("y", new AxisIndex("n")), Store("Y", ["n"], "y")));
        var error = Assert.Throws<DiagnosticException>(() => CpuKernel.Prepare(program));
        Assert.Equal(CpuCodes.ScratchTooLarge, error.Diagnostics[0].Code);
    }
}
