using MCFuser.Core;
using MCFuser.Core.Expressions;
using MCFuser.Core.TilePrograms;

namespace MCFuser.Codegen.Cuda.Lowering;

/// <summary>Where the elements of a buffer are while they are needed.</summary>
internal enum Home
{
    /// <summary>Read from the tensor where they are used: vectors, masks, gathered elements.</summary>
    Global,

    /// <summary>A tile in shared memory that is copied there.</summary>
    Copied,

    /// <summary>A tile in shared memory that the threads compute: an operand with a prologue, or one that cannot be copied as it is.</summary>
    Mapped,

    /// <summary>A matrix in the registers of the warps.</summary>
    Accumulators,

    /// <summary>A vector or number: a value for each row, in registers.</summary>
    Rows,

    /// <summary>A part of a softmax state.</summary>
    Softmax,
}

/// <summary>Rows and columns of a matrix; a vector has only rows.</summary>
internal sealed record Orientation(string Row, string? Column);

/// <summary>Decides for every buffer of a program in normal form where it lives and which of its axes are rows.</summary>
internal sealed class Residency
{
    private readonly TileProgram _program;
    private readonly List<TileStatement> _statements;
    private readonly Dictionary<string, Home> _homes = [];
    private readonly Dictionary<(string, string), string> _columns = [];

    /// <exception cref="Core.Diagnostics.DiagnosticException">A tile has more than two axes, or is reduced along both (MCF3301, exit 3).</exception>
    public Residency(TileProgram program)
    {
        _program = program;
        _statements = [.. program.Body.WithNested()];
        foreach (var tile in program.Buffers.Where(b => b.Scope != MemoryScope.Global)) Orient(tile.Name);
        foreach (var softmax in program.States.Where(s => s.Monoid == Monoid.Softmax))
            foreach (var part in softmax.Parts) _homes[part] = Home.Softmax;
        Reductions();
        Contractions();
        foreach (var buffer in program.Buffers.Where(b => !_homes.ContainsKey(b.Name))) _homes[buffer.Name] = HomeOf(buffer);
    }

    public Home this[string buffer] => _homes[buffer];

    public Orientation Orient(string buffer) => Orient([.. _program.FindBuffer(buffer).Axes]);

    private Orientation Orient(string[] axes) => axes switch
    {
        [] => new Orientation("", null),
        [var row] => new Orientation(row, null),
        [var x, var y] when Column(x, y) is { } column => new Orientation(column == x ? y : x, column),
        [var row, var column] => new Orientation(row, column),
        _ => throw CudaErrors.Unsupported(_program, $"a tile ranges over {string.Join(", ", axes)} at once"),
    };

    public Load? LoadOf(string buffer) => _statements.OfType<Load>().FirstOrDefault(l => l.Destination == buffer);

    private string? Column(string x, string y) => _columns.GetValueOrDefault(string.CompareOrdinal(x, y) < 0 ? (x, y) : (y, x));

    private void SetColumn(string x, string y, string column, bool must)
    {
        var key = string.CompareOrdinal(x, y) < 0 ? (x, y) : (y, x);
        if (!_columns.TryGetValue(key, out var known)) _columns[key] = column;
        else if (must && known != column) throw CudaErrors.Unsupported(_program, $"tiles over {x} and {y} are reduced along both");
    }

    /// <summary>What is folded is folded along its columns.</summary>
    private void Reductions()
    {
        foreach (var update in _statements.OfType<Update>())
        {
            string[] source = [.. _program.FindBuffer(update.Source).Axes];
            string[] kept = [.. _program.FindBuffer(_program.FindState(update.State).Parts[0]).Axes];
            string[] folded = [.. source.Except(kept)];
            if (folded is not [var column] || source.Length != 2)
                throw CudaErrors.Unsupported(_program, $"a tile over {string.Join(", ", source)} is folded along {string.Join(", ", folded)}");
            SetColumn(source[0], source[1], column, true);
        }
    }

    /// <summary>An intermediate has the columns that the next contraction reduces; a result those that are contiguous in memory.</summary>
    private void Contractions()
    {
        foreach (var contract in _statements.OfType<Contract>())
            foreach (var operand in (string[])[contract.Left, contract.Right])
                if (_program.FindBuffer(operand).Axes.ToArray() is [var x, var y]) SetColumn(x, y, contract.Axes[0], false);
        foreach (var store in _statements.OfType<Store>())
            if (_program.FindBuffer(store.Source).Axes.ToArray() is [var x, var y] && store.Indices[^1] is IndexAxis(var last) && (last == x || last == y))
                SetColumn(x, y, last, false);
    }

    private Home HomeOf(TileBuffer buffer)
    {
        var name = buffer.Name;
        var isOperand = _statements.OfType<Contract>().Any(c => c.Left == name || c.Right == name);
        if (LoadOf(name) is { } load)
        {
            if (CopyShape.Of(_program, load) is not null && (isOperand ? IsOperandType(load) : buffer.Dimensions.Count == 2 && buffer.Type.IsFloat())) return Home.Copied;
            return isOperand ? Home.Mapped : Home.Global;
        }

        if (buffer.Dimensions.Count < 2) return Home.Rows;
        var maps = _statements.OfType<Map>().Where(m => m.Destination == name);
        var isComputed = maps.Any() && maps.SelectMany(m => m.Value.SelfAndDescendants()).OfType<Element>().All(e => IsInMemory(e.Buffer));
        return isOperand && isComputed ? Home.Mapped : Home.Accumulators;
    }

    /// <summary>Tensor cores read 16-bit tiles as they are; other tiles are converted when they are read.</summary>
    private bool IsOperandType(Load load) => _statements.OfType<Contract>().Where(c => c.Left == load.Destination || c.Right == load.Destination)
        .All(c => ContractLowering.Operand(c.Precision) is var type && (type == DataType.F32 || type == _program.FindBuffer(load.Source).Type));

    private bool IsInMemory(string buffer) => LoadOf(buffer) is not null || (_homes.TryGetValue(buffer, out var home) && home == Home.Mapped);
}
