namespace MCFuser.Runtime.Cuda.Driver;

/// <summary>What the CUDA driver's library may be called: <c>MCFUSER_CUDA_DRIVER</c> alone if it is set, else by name where the system looks.</summary>
/// <param name="environment">The variables of the process.</param>
public sealed class DriverSearch(Func<string, string?> environment)
{
    public const string PathVariable = "MCFUSER_CUDA_DRIVER";

    /// <summary>The machine that runs this process.</summary>
    public static DriverSearch Here { get; } = new(Environment.GetEnvironmentVariable);

    public IReadOnlyList<string> Names => environment(PathVariable) is { Length: > 0 } own ? [own] : ["libcuda.so.1", "libcuda.so"];
}
