using System.Runtime.InteropServices;
using System.Runtime.Loader;
using ILGPU;

namespace MCFuser.Portable;

/// <summary>ILGPU imports from a library <c>cuda</c>, which a driver without development files lacks: then it gets the one that is there.</summary>
internal static class DriverLibrary
{
    private static string? _library;

    public static void Provide(string library)
    {
        if (Interlocked.Exchange(ref _library, library) is null)
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += (assembly, name) => assembly == typeof(Context).Assembly && name == "cuda" ? NativeLibrary.Load(_library) : 0;
    }
}
