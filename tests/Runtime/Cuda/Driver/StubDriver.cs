using System.Diagnostics;
using System.Runtime.InteropServices;
using MCFuser.Runtime.Cuda.Driver;

namespace MCFuser.Tests.Runtime.Cuda.Driver;

/// <summary>
/// The driver of <c>stub.c</c>, compiled once and loaded into this process; there is one, so its users run one after the other (<see cref="Collection"/>), and each
/// starts with a fresh one.
/// </summary>
internal sealed unsafe class StubDriver
{
    public const string Collection = "CUDA driver";

    private static readonly Lazy<(string? Library, string Reason)> Compiled = new(Compile);

    private readonly nint _library;

    private StubDriver(string path)
    {
        _library = NativeLibrary.Load(path);
        ((delegate* unmanaged<void>)Export("stub_reset"))();
    }

    /// <summary>The library; the test is skipped where no compiler is.</summary>
    public static string Path
    {
        get
        {
            var (library, reason) = Compiled.Value;
            if (library is null) Assert.Skip(reason);
            return library;
        }
    }

    /// <summary>What was called, in order, with what it was called with.</summary>
    public IReadOnlyList<string> Calls => Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)Export("stub_calls"))())!.Split('\n');

    public int Count => ((delegate* unmanaged<int>)Export("stub_count"))();

    /// <summary>What was made and not given back.</summary>
    public int Live => ((delegate* unmanaged<int>)Export("stub_live"))();

    /// <summary>Calls that a real driver would not have returned from.</summary>
    public int Blocked => ((delegate* unmanaged<int>)Export("stub_blocked"))();

    public static StubDriver Start() => new(Path);

    public static CudaDriver Load() => CudaDriver.Load(new DriverSearch(_ => Path));

    public void FailAt(int call, DriverStatus status) => ((delegate* unmanaged<int, int, void>)Export("stub_fail_at"))(call, (int)status);

    public void Fail(string function, DriverStatus status, int time = 1)
    {
        var name = Marshal.StringToCoTaskMemUTF8(function);
        ((delegate* unmanaged<nint, int, int, void>)Export("stub_fail"))(name, time, (int)status);
        Marshal.FreeCoTaskMem(name);
    }

    public void Memory(ulong bytes) => ((delegate* unmanaged<ulong, void>)Export("stub_memory"))(bytes);

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);

    private static (string? Library, string Reason) Compile()
    {
        if (!OperatingSystem.IsLinux()) return (null, "the stub driver is for Linux");
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator);
        var compiler = new[] { "gcc", "cc", "clang" }.SelectMany(n => folders.Select(f => System.IO.Path.Combine(f, n))).FirstOrDefault(File.Exists);
        if (compiler is null) return (null, "no C compiler is on this machine");
        var library = System.IO.Path.Combine(AppContext.BaseDirectory, $"stub-cuda-{Environment.ProcessId}.so");
        using var process = Process.Start(new ProcessStartInfo(
            compiler, ["-O1", "-shared", "-fPIC", "-o", library, Repository.Path("tests/Runtime/Cuda/Driver/stub.c")]) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(library);
        return process.ExitCode == 0 ? (library, "") : throw new InvalidOperationException(error);
    }
}

[CollectionDefinition(StubDriver.Collection)]
public sealed class StubDriverCollection;
