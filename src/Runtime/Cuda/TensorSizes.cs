using MCFuser.Core;
using MCFuser.Core.Packages;

namespace MCFuser.Runtime.Cuda;

/// <summary>The sizes of a package's tensors for given extents.</summary>
internal static class TensorSizes
{
    public static EquatableArray<long> Shape(ManifestParameter parameter, IReadOnlyDictionary<string, long> extents) =>
        parameter.Shape.Select(e => e.Evaluate(extents)).ToEquatableArray();

    public static long Bytes(ManifestParameter parameter, IReadOnlyDictionary<string, long> extents) =>
        Shape(parameter, extents).Aggregate((long)parameter.Type.Bytes(), (bytes, extent) => checked(bytes * extent));
}
