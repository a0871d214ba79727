using MCFuser.Codegen.Cuda.Kernels;
using MCFuser.Core;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>Lowers the statements that compute; each kind has a file.</summary>
internal sealed class ComputeLowering(KernelBuilder builder)
{
    private readonly ContractLowering _contracts = new(builder);
    private readonly MapLowering _maps = new(builder);
    private readonly UpdateLowering _updates = new(builder);
    private readonly StoreLowering _stores = new(builder);

    /// <summary>Lowers statement <paramref name="at"/> of a list; what stands next to it decides how.</summary>
    public void Lower(EquatableArray<TileStatement> body, int at, List<KernelStatement> result, KernelScope scope)
    {
        var first = result.Count;
        switch (body[at])
        {
            case Load load: if (builder.Homes[load.Destination] == Home.Mapped) _maps.Gather(load, result, scope); break;
            case Init init: Init(body, at, builder.Program.FindState(init.State), result); break;
            case Contract contract: _contracts.Lower(contract, IsFirst(body, at, contract), _updates.SumOf(contract), result); break;
            case Map map: if (!_updates.IsRescale(map)) _maps.Lower(body, at, map, _updates, result, scope); break;
            case Update update: _updates.Lower(body, at, update, result); break;
            case Finish finish: Finish(finish, result); break;
            case Store store: _stores.Lower(store, result); break;
            case Combine: if (at == 0 || body[at - 1] is not Combine) MergeLowering.Lower(builder, body, at, result); break;
            default: throw CudaErrors.Broken($"unknown statement {body[at].GetType().Name}", builder.Program);
        }

        if (result.Count > first) result[first] = result[first] with { Note = TileProgramPrinter.Head(body[at]) };
    }

    public List<string> OperandsToKeep(For loop, HashSet<string> tiles) => _contracts.OperandsToKeep(loop, tiles);

    public KernelStatement Keep(string tile) => _contracts.Keep(tile);

    private void Init(EquatableArray<TileStatement> body, int at, TileState state, List<KernelStatement> result)
    {
        if (state.Monoid == Monoid.Softmax)
        {
            result.Add(new StartSoftmax(_updates.Registers(state).Name));
            return;
        }

        if (state.Monoid == Monoid.Sum && FirstContract(body, at, state.Parts[0]) is not null) return;
        var neutral = state.Monoid switch { Monoid.Max => double.NegativeInfinity, Monoid.Min => double.PositiveInfinity, _ => 0 };
        result.Add(new Fill(builder.Register(state.Parts[0]).Name, neutral));
    }

    private bool IsFirst(EquatableArray<TileStatement> body, int at, Contract contract) =>
        body.Index().Take(at).Any(s => s.Item is Init init && builder.Program.FindState(init.State).Parts.Contains(contract.Accumulator)
            && FirstContract(body, s.Index, contract.Accumulator) == at);

    /// <summary>The contraction of the same list that can set a sum instead of adding to it.</summary>
    private static int? FirstContract(EquatableArray<TileStatement> body, int init, string part)
    {
        for (var i = init + 1; i < body.Count; i++)
        {
            if (body[i] is Contract contract && contract.Accumulator == part) return i;
            if (body[i] is For or If) return null;
        }

        return null;
    }

    private void Finish(Finish finish, List<KernelStatement> result)
    {
        var softmax = _updates.Registers(builder.Program.FindState(finish.State));
        result.Add(new Normalize(builder.Register(finish.Destination).Name, builder.Register(builder.Now(finish.Source)).Name, softmax.Name));
    }
}
