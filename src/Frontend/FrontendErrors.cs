using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Expressions;
using MCFuser.Core.Graphs;
using MCFuser.Frontend.Names;
using static MCFuser.Frontend.Names.Quoting;

namespace MCFuser.Frontend;

/// <summary>The frontend's messages about names, axes, types and the whole graph, without a place: whoever reports one adds it.</summary>
internal static class FrontendErrors
{
    public const string IndexForms =
        "an index is an axis, an integer, axis + integer, axis - integer, integer * axis, or an element of an integer tensor";

    private const int ShownCycle = 8;

    public static Diagnostic NestingTooDeep() => new(FrontendCodes.NestingTooDeep,
        $"nested over {Limits.Nesting} levels deep",
        "give parts of the expression a name of their own (a sum of n terms nests n - 1 levels)");

    public static Diagnostic NumberTooLarge(string number) => new(FrontendCodes.NumberTooLarge,
        $"the number {Shorten(number)} is too large", "write a smaller one, or inf in an expression");

    public static Diagnostic NoChain() => new(FrontendCodes.NoChain,
        "there is no chain", "write one: chain name(axis = extent, ...) { ... }");

    public static Diagnostic DuplicateChain(string name) => new(FrontendCodes.DuplicateChain,
        $"there is a chain {Quote(name)} already", "give each chain of a file a name of its own");

    public static Diagnostic UnknownChain(string name, IEnumerable<string> chains) => new(FrontendCodes.UnknownChain,
        $"there is no chain {Quote(name)}", NearestName.Advice(name, chains, "chains"));

    public static Diagnostic ReservedName(string name) => new(FrontendCodes.ReservedName,
        $"{Quote(name)} is reserved", "choose a name that is neither a function nor a keyword");

    public static Diagnostic InvalidName(string name) => new(FrontendCodes.InvalidName,
        $"{Quote(name)} is not a name", $"use letters, digits and underscores, no digit first, at most {Limits.NameLength} characters");

    public static Diagnostic DuplicateName(string name) => new(FrontendCodes.DuplicateName,
        $"{Quote(name)} is defined already", "choose another name: axes and tensors share one set of names, and each is defined once");

    public static Diagnostic UnknownTensor(string name, IEnumerable<string> tensors) => new(FrontendCodes.UnknownTensor,
        $"there is no tensor {Quote(name)}", NearestName.Advice(name, tensors, "tensors"));

    public static Diagnostic AxisIsNoTensor(string name) => new(FrontendCodes.UnknownTensor,
        $"{Quote(name)} is an axis, not a tensor", "an axis takes no indices: its bare name is its index");

    public static Diagnostic UnknownAxis(string name, IEnumerable<string> axes) => new(FrontendCodes.UnknownAxis,
        $"there is no axis {Quote(name)}", NearestName.Advice(name, axes, "axes"));

    public static Diagnostic TensorIsNoAxis(string name) => new(FrontendCodes.UnknownAxis,
        $"{Quote(name)} is a tensor, not an axis", "name an axis of the chain's header here");

    public static Diagnostic UnknownFunction(string name) => new(FrontendCodes.UnknownFunction,
        $"there is no function {Quote(name)}", NearestName.Advice(name, ReservedNames.Functions, "functions"));

    public static Diagnostic TensorIsNoFunction(string name) => new(FrontendCodes.UnknownFunction,
        $"{Quote(name)} is a tensor, not a function", $"write {Shorten(name)}[...] to read it, and * to multiply");

    public static Diagnostic UnknownType(string name) => new(FrontendCodes.UnknownType,
        $"there is no type {Quote(name)}", NearestName.Advice(name, Enum.GetValues<DataType>().Select(t => t.Text()), "types"));

    public static Diagnostic WrongCall(string name, string usage) => new(FrontendCodes.WrongCall,
        $"{Quote(name)} is not used like this", $"write {usage}");

    public static Diagnostic WrongIndex(Expression index) => new(
        FrontendCodes.WrongIndex, $"{Quote(index.ToString())} is no index", IndexForms);

    public static Diagnostic ExtentOutOfRange(string axis, Extent extent) => new(FrontendCodes.ExtentOutOfRange,
        $"the extent {extent} of axis {Quote(axis)} is out of range",
        $"an extent is 1 to {Limits.Elements}, a dynamic one low..high with low at most high");

    public static Diagnostic TensorTooLarge(string tensor) => new(FrontendCodes.TensorTooLarge,
        $"tensor {Quote(tensor)} has more than {Limits.Elements} elements",
        "make an extent smaller, or reduce an axis before giving the result a name");

    public static Diagnostic RepeatedAxis(string axis) => new(FrontendCodes.RepeatedAxis,
        $"axis {Quote(axis)} stands here twice", "name each axis once; a second dimension of the same extent needs an axis of its own");

    public static Diagnostic WrongRank(Tensor tensor, int indices)
    {
        var dimensions = Count(tensor.Axes.Count, "dimension", "dimensions");
        var whole = $"{Shorten(tensor.Name)}[{string.Join(", ", tensor.Axes)}]";
        return new(FrontendCodes.WrongRank,
            $"{Quote(tensor.Name)} has {dimensions}, but is read with {Count(indices, "index", "indices")}",
            tensor.Axes.Count == 0 ? "read a scalar by its bare name" : $"write one index a dimension: {whole}");
    }

    public static Diagnostic ExtentsDisagree(Axis axis, Tensor tensor, Axis dimension) => new(FrontendCodes.ExtentsDisagree,
        $"axis {axis.Name} has extent {axis.Extent}, but the dimension {dimension.Name} of {Quote(tensor.Name)} has {dimension.Extent}",
        dimension.Extent is SymbolicExtent && axis.Extent is SymbolicExtent
            ? "use one axis for both, or bind the axes with --set"
            : "an axis runs over the whole dimension that it indexes: make the extents equal");

    public static Diagnostic IndexLeavesDimension(IndexExpression index, string range, Tensor tensor, Axis dimension)
    {
        var reached = index is IndexConstant ? "is" : $"reaches {range},";
        return new(FrontendCodes.IndexLeavesDimension,
            $"index {index} {reached} outside of the dimension {dimension.Name} of {Quote(tensor.Name)}",
            $"keep it within 0 to extent - 1, where the extent is {dimension.Extent}");
    }

    public static Diagnostic IndexTensor(Tensor tensor) => new(FrontendCodes.IndexTensor,
        $"{Quote(tensor.Name)} cannot be an index", "an index is read from an input of type i32 or i64");

    public static Diagnostic AbsentAxis(string function, string axis) => new(FrontendCodes.AbsentAxis,
        $"{function}[{axis}] does not use axis {Quote(axis)}", "remove the axis, or index something by it inside the parentheses");

    public static Diagnostic FreeAxis(string axis, Tensor target) => new(FrontendCodes.FreeAxis,
        $"axis {Quote(axis)} is free in the definition of {Quote(target.Name)}",
        $"add it to the left side, or reduce it: sum[{Shorten(axis)}](...)");

    public static Diagnostic ReboundAxis(string axis) => new(FrontendCodes.ReboundAxis,
        $"axis {Quote(axis)} is reduced by an enclosing reduction already",
        "reduce another axis of the same extent, or give the inner part a name of its own");

    public static Diagnostic NeedsReal(string what) => new(FrontendCodes.WrongKind,
        $"{what} needs a real, but this is a truth value", "turn it into a real: where(condition, 1, 0)");

    public static Diagnostic NeedsTruth(string what) => new(FrontendCodes.WrongKind,
        $"{what} needs a truth value, but this is a real", "compare it with something, as in x != 0");

    public static Diagnostic OutputType(Tensor output) => new(FrontendCodes.OutputType,
        $"output {Quote(output.Name)} cannot have type {output.Type.Text()}", "an output is f16, bf16 or f32, or bool for truth values");

    public static Diagnostic NotInLanguage(string what) => new(FrontendCodes.NotInLanguage,
        $"an operator graph cannot hold {what}", "build it from the nodes that the chain language writes");

    public static Diagnostic Cycle(IReadOnlyList<string> names)
    {
        var shown = names.Count <= ShownCycle ? names : [.. names.Take(ShownCycle), "..."];
        return new(FrontendCodes.Cycle,
            $"{Quote(names[0])} is defined by itself: {string.Join(" -> ", shown.Append(names[0]).Select(Shorten))}", "break the cycle");
    }

    public static Diagnostic NoOutput(string chain) => new(FrontendCodes.NoOutput,
        $"chain {Quote(chain)} has no output", "write output NAME: type[axes] = expression for what the chain computes");

    private static string Count(int count, string one, string many) => $"{(count == 0 ? "no" : count)} {(count == 1 ? one : many)}";
}
