using MCFuser.Core;
using MCFuser.Core.Graphs;

namespace MCFuser.Portable.Programs;

/// <summary>Where a tensor lies on the device: row-major from an origin on, among the integers or among the reals.</summary>
internal sealed record TensorPlace(Tensor Tensor, bool IsInteger, long Origin, EquatableArray<long> Shape)
{
    public long Count => Shape.Aggregate(1L, (product, extent) => product * extent);

    /// <summary>How many elements apart neighbours along each dimension are.</summary>
    public EquatableArray<long> Strides => Shape.Select((_, d) => Shape.Skip(d + 1).Aggregate(1L, (product, extent) => product * extent)).ToEquatableArray();
}

/// <summary>The places of a graph's tensors: the inputs as given, all that operators write as reals.</summary>
internal sealed class TensorPlaces
{
    private readonly Dictionary<string, TensorPlace> _places = [];

    public TensorPlaces(OperatorGraph graph, IEnumerable<Tensor> written)
    {
        foreach (var input in graph.Inputs) Add(graph, input, input.Type.IsInteger());
        InputReals = Reals;
        foreach (var target in written) Add(graph, target, isInteger: false);
    }

    public long Reals { get; private set; }

    public long Integers { get; private set; }

    /// <summary>The reals from here on are written by operators.</summary>
    public long InputReals { get; }

    public TensorPlace this[string tensor] => _places[tensor];

    private void Add(OperatorGraph graph, Tensor tensor, bool isInteger)
    {
        var place = new TensorPlace(tensor, isInteger, isInteger ? Integers : Reals, graph.Shape(tensor).ToEquatableArray());
        _places.Add(tensor.Name, place);
        if (isInteger) Integers += place.Count;
        else Reals += place.Count;
    }
}
