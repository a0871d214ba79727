using ILGPU;
using ILGPU.Runtime;
using MCFuser.Compiler.Running;
using MCFuser.Core.Graphs;
using MCFuser.Core.Tensors;
using MCFuser.Portable.Kernels;
using MCFuser.Portable.Programs;

namespace MCFuser.Portable;

/// <summary>A graph on a portable device: an operator after the other, every tensor in memory, reals in f32.</summary>
internal sealed class PortableRunner : IGraphRunner
{
    private readonly PortableDevice _device;
    private readonly OperatorGraph _graph;
    private readonly GraphProgram _program;
    private readonly List<IDisposable> _buffers = [];
    private readonly OperatorMemory _memory;

    public PortableRunner(PortableDevice device, OperatorGraph graph, IReadOnlyDictionary<string, TensorData> inputs)
    {
        (_device, _graph, _program) = (device, graph, new GraphProgram(graph, device.TileEdge));
        var (stack, loops) = _program.Slots;
        try
        {
            _memory = new OperatorMemory
            {
                Reals = Allocate<float>(_program.Places.Reals), Integers = Allocate<long>(_program.Places.Integers), Code = Allocate<long>(_program.Code.Count),
                Stack = Allocate<double>((long)stack * device.Threads), Positions = Allocate<long>((long)loops * device.Threads), Failure = Allocate<int>(1),
            };
            _memory.Code.CopyFromCPU(_program.Code.ToArray());
            _memory.Failure.MemSetToZero();
            foreach (var input in inputs.Values) Upload(_program.Places[input.Name], input);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyDictionary<string, TensorData> Outputs => PortableDevice.Guard(() => _graph.Outputs.ToDictionary(d => d.Target.Name, d => Download(_program.Places[d.Target.Name])));

    public void Poison()
    {
        // Every byte of it set is no number.
        _memory.Reals.SubView(_program.Places.InputReals).MemSet(0xFF);
        _device.Wait();
    }

    public void Run()
    {
        var failure = new int[1];
        PortableDevice.Guard(() =>
        {
            foreach (var task in _program.Tasks) _device.Launch(_memory, task);
            _device.Wait();
            _memory.Failure.CopyToCPU(failure);
            return failure;
        });
        if (failure[0] > 0) throw PortableErrors.IndexOutside(_program.Checks[failure[0] - 1]);
    }

    public void Dispose()
    {
        foreach (var buffer in _buffers) buffer.Dispose();
    }

    private ArrayView<T> Allocate<T>(long length)
        where T : unmanaged
    {
        var buffer = _device.Allocate<T>(length);
        _buffers.Add(buffer);
        return buffer.View;
    }

    private void Upload(TensorPlace place, TensorData data)
    {
        if (place.IsInteger) _memory.Integers.SubView(place.Origin, place.Count).CopyFromCPU(Array.ConvertAll(data.ToDoubles(), x => (long)x));
        else _memory.Reals.SubView(place.Origin, place.Count).CopyFromCPU(data.ToSingles());
    }

    private TensorData Download(TensorPlace place)
    {
        var values = new float[place.Count];
        _memory.Reals.SubView(place.Origin, place.Count).CopyToCPU(values);
        return TensorData.FromDoubles(place.Tensor.Name, place.Tensor.Type, place.Shape, Array.ConvertAll(values, x => (double)x));
    }
}
