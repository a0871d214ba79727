using System.Runtime.CompilerServices;
using MCFuser.Runtime.Cuda.Driver;

namespace MCFuser.Tests.Support;

/// <summary>
/// The tests see no driver but the stub, on every machine: imports go to the library that was loaded last, so a real driver in this process would take the stub's place.
/// </summary>
internal static class NoCudaDriver
{
    [ModuleInitializer]
    internal static void Hide() => Environment.SetEnvironmentVariable(DriverSearch.PathVariable, "no-cuda-driver");
}
