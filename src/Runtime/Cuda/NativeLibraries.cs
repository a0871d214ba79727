using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;

namespace MCFuser.Runtime.Cuda;

/// <summary>
/// The native libraries that this assembly imports functions from. An import names one of the constants; it works once the library found on this machine was given here.
/// </summary>
internal static class NativeLibraries
{
    public const string Nvrtc = "mcfuser-nvrtc";

    public const string Driver = "mcfuser-cuda";

    private static readonly ConcurrentDictionary<string, nint> Loaded = new();

    // An assembly takes one resolver only, so all libraries share it.
    private static readonly Lazy<bool> Resolver = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Find);
        return true;
    });

    /// <summary>Lets the imports of a name go to a loaded library.</summary>
    public static void Provide(string name, nint library)
    {
        _ = Resolver.Value;
        Loaded[name] = library;
    }

    /// <summary>What was provided last for a name.</summary>
    public static nint Provided(string name) => Loaded[name];

    private static nint Find(string name, Assembly assembly, DllImportSearchPath? path) => Loaded.GetValueOrDefault(name);
}
