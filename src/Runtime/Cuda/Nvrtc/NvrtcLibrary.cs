using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using MCFuser.Core.Diagnostics;

namespace MCFuser.Runtime.Cuda.Nvrtc;

/// <summary>What NVRTC made of a text. <c>Ptx</c> and <c>Cubin</c> are empty if it failed; the log then says why.</summary>
public sealed record NvrtcOutput(bool Succeeded, ReadOnlyMemory<byte> Ptx, ReadOnlyMemory<byte> Cubin, string Log);

/// <summary>NVIDIA's run-time compiler, loaded into this process. It needs neither a GPU nor a driver, and may be used from several threads.</summary>
public sealed unsafe partial class NvrtcLibrary
{
    private static readonly Lazy<NvrtcLibrary> Instance = new(() => Load(NvrtcSearch.Here));

    private readonly int[] _architectures;

    private NvrtcLibrary(string path, string version, int[] architectures) => (Path, Version, _architectures) = (path, version, architectures);

    public string Path { get; }

    /// <summary><c>13.0</c></summary>
    public string Version { get; }

    /// <summary>The architectures it compiles for, without their variants: <c>sm_90</c> stands for <c>sm_90a</c> too.</summary>
    public IEnumerable<string> Architectures => _architectures.Select(a => FormattableString.Invariant($"sm_{a}"));

    /// <summary>The library of this machine; it is loaded on the first call.</summary>
    /// <exception cref="DiagnosticException">It was not found (MCF4201) or cannot be loaded (MCF4202); exit 4.</exception>
    public static NvrtcLibrary Open() => Instance.Value;

    /// <summary>Compiles self-contained CUDA C++ to PTX and machine code.</summary>
    /// <param name="text">The CUDA C++.</param>
    /// <param name="file">What the log calls the text.</param>
    /// <param name="arch"><c>sm_80</c>, <c>sm_90a</c> and so on.</param>
    /// <param name="options">Further options of NVRTC.</param>
    /// <exception cref="DiagnosticException">The architecture is unknown (MCF4203, exit 4).</exception>
    /// <exception cref="InternalErrorException">NVRTC refuses an option, or fails for a reason that is not in the text.</exception>
    public NvrtcOutput Compile(string text, string file, string arch, params IEnumerable<string> options)
    {
        if (!Knows(arch)) throw NvrtcErrors.ArchitectureUnknown(arch, Version, Architectures);
        string[] all = [$"--gpu-architecture={arch}", .. options];
        Check(NvrtcNative.nvrtcCreateProgram(out var program, text, file, 0, null, null), nameof(NvrtcNative.nvrtcCreateProgram), text);
        try
        {
            var status = NvrtcNative.nvrtcCompileProgram(program, all.Length, all);
            var log = Encoding.UTF8.GetString(Text(program, NvrtcNative.nvrtcGetProgramLogSize, NvrtcNative.nvrtcGetProgramLog).Span);
            if (status == NvrtcNative.CompilationFailed) return new NvrtcOutput(false, default, default, log);
            Check(status, $"{nameof(NvrtcNative.nvrtcCompileProgram)} {string.Join(' ', all)}", $"{log}\n{text}");
            var ptx = Text(program, NvrtcNative.nvrtcGetPTXSize, NvrtcNative.nvrtcGetPTX);
            return new NvrtcOutput(true, ptx, Bytes(program, NvrtcNative.nvrtcGetCUBINSize, NvrtcNative.nvrtcGetCUBIN), log);
        }
        finally
        {
            _ = NvrtcNative.nvrtcDestroyProgram(ref program);
        }
    }

    /// <summary>The library that a search finds.</summary>
    /// <exception cref="DiagnosticException">As for <see cref="Open"/>.</exception>
    public static NvrtcLibrary Load(NvrtcSearch search)
    {
        var path = search.Find() ?? throw NvrtcErrors.Missing(search.Folders);
        try
        {
            foreach (var builtins in NvrtcSearch.Builtins(path)) NativeLibrary.Load(builtins);
            NativeLibraries.Provide(NativeLibraries.Nvrtc, NativeLibrary.Load(path));
            Check(NvrtcNative.nvrtcVersion(out var major, out var minor), nameof(NvrtcNative.nvrtcVersion), path);
            return new NvrtcLibrary(path, FormattableString.Invariant($"{major}.{minor}"), SupportedArchitectures(path));
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw NvrtcErrors.Unloadable(path, error.Message.Split('\n')[0]);
        }
    }

    private static int[] SupportedArchitectures(string path)
    {
        Check(NvrtcNative.nvrtcGetNumSupportedArchs(out var count), nameof(NvrtcNative.nvrtcGetNumSupportedArchs), path);
        var architectures = new int[count];
        fixed (int* first = architectures) Check(NvrtcNative.nvrtcGetSupportedArchs(first), nameof(NvrtcNative.nvrtcGetSupportedArchs), path);
        return architectures;
    }

    private bool Knows(string arch) => Architecture().Match(arch) is { Success: true } match
        && _architectures.Contains(int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));

    private delegate int SizeFunction(nint program, out nuint size);

    private delegate int CopyFunction(nint program, byte* target);

    private static ReadOnlyMemory<byte> Text(nint program, SizeFunction size, CopyFunction copy)
    {
        var bytes = Bytes(program, size, copy);
        return bytes.Span is [.., 0] ? bytes[..^1] : bytes;
    }

    private static ReadOnlyMemory<byte> Bytes(nint program, SizeFunction size, CopyFunction copy)
    {
        Check(size(program, out var count), size.Method.Name, "");
        var bytes = new byte[count];
        fixed (byte* first = bytes) Check(copy(program, first), copy.Method.Name, "");
        return bytes;
    }

    private static void Check(int status, string function, string text)
    {
        if (status != NvrtcNative.Success)
            throw NvrtcErrors.Broken(function, Marshal.PtrToStringUTF8((nint)NvrtcNative.nvrtcGetErrorString(status)) ?? "", text);
    }

    [GeneratedRegex("^sm_([0-9]{2,3})[af]?$")]
    private static partial Regex Architecture();
}
