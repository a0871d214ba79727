using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MCFuser.Core.Json;

namespace MCFuser.Core.Packages.Json;

/// <summary>How the records of packages are serialised, without reflection.</summary>
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(GraphManifest))]
[JsonSerializable(typeof(ManifestParameter))]
[JsonSerializable(typeof(ManifestWorkspace))]
[JsonSerializable(typeof(ManifestVariant))]
[JsonSerializable(typeof(ManifestLaunch))]
[JsonSerializable(typeof(ManifestArgument))]
[JsonSerializable(typeof(ParameterArgument))]
[JsonSerializable(typeof(WorkspaceArgument))]
[JsonSerializable(typeof(AxisArgument))]
[JsonSerializable(typeof(ScalarArgument))]
[JsonSerializable(typeof(TensorMapArgument))]
[JsonSerializable(typeof(PackagedGraph))]
[JsonSerializable(typeof(PackagedTensor))]
[JsonSerializable(typeof(PackagedKernel))]
[JsonSerializable(typeof(ManifestExpression))]
internal sealed partial class PackageJson : JsonSerializerContext
{
    private static readonly PackageJson Instance = Create();

    public static JsonTypeInfo<Manifest> Manifests => Instance.Manifest;

    public static JsonTypeInfo<GraphManifest> GraphManifests => Instance.GraphManifest;

    private static PackageJson Create()
    {
        var options = JsonText.NewOptions();
        options.Converters.Add(new ExpressionConverter());
        options.Converters.Add(new GuardConverter());
        options.Converters.Add(new ArgumentConverter());
        return new PackageJson(options);
    }
}
