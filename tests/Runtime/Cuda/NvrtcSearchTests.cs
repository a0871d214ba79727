using MCFuser.Core.Diagnostics;
using MCFuser.Runtime.Cuda.Nvrtc;
using MCFuser.Tests.Support;

namespace MCFuser.Tests.Runtime.Cuda;

public sealed class NvrtcSearchTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Its_own_variable_comes_first_and_alone()
    {
        Put("usr/local/cuda/lib64/libnvrtc.so.13");
        var own = Put("own/libnvrtc.so.12");
        _environment["MCFUSER_NVRTC_PATH"] = Path.GetDirectoryName(own)!;
        Assert.Equal(own, Find());
        _environment["MCFUSER_NVRTC_PATH"] = _root.File("nowhere");
        Assert.Null(Find());
    }

    [Fact]
    public void The_toolkit_asked_for_comes_before_the_environment_and_the_usual_places()
    {
        var toolkit = Put("toolkit/targets/x86_64-linux/lib/libnvrtc.so.11.2");
        var python = Put("venv/lib/python3.11/site-packages/nvidia/cuda_nvrtc/lib/libnvrtc.so.12");
        var usual = Put("usr/local/cuda-12.4/lib64/libnvrtc.so.12");
        (_environment["CUDA_PATH"], _environment["VIRTUAL_ENV"]) = (_root.File("toolkit"), _root.File("venv"));
        Assert.Equal(toolkit, Find());
        _environment.Remove("CUDA_PATH");
        Assert.Equal(python, Find());
        _environment.Clear();
        Assert.Equal(usual, Find());
    }

    [Fact]
    public void Newer_versions_come_first()
    {
        Put("usr/local/cuda-9.2/lib64/libnvrtc.so.11.2");
        var newest = Put("usr/local/cuda-12.4/lib64/libnvrtc.so.12");
        Put("usr/local/cuda-12.4/lib64/libnvrtc.so.11.2");
        Assert.Equal(newest, Find());
        var linked = Put("usr/local/cuda/lib64/libnvrtc.so.11.2");
        Assert.Equal(linked, Find());
    }

    [Fact]
    public void Builtins_lie_beside_the_library()
    {
        var library = Put("a/libnvrtc.so.13");
        var builtins = Put("a/libnvrtc-builtins.so.13.0");
        Put("b/libnvrtc-builtins.so.12.4");
        Assert.Equal([builtins], NvrtcSearch.Builtins(library));
    }

    [Fact]
    public void Says_what_to_install_where_there_is_none()
    {
        _environment["MCFUSER_NVRTC_PATH"] = _root.Path;
        var error = Assert.Throws<DiagnosticException>(() => NvrtcLibrary.Load(Search));
        Assert.Equal((ExitCode.DeviceMissing, NvrtcCodes.Missing), (error.ExitCode, error.Diagnostics[0].Code));
        Assert.Contains(_root.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("CUDA toolkit", error.Diagnostics[0].Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_library_is_a_coded_error()
    {
        _environment["MCFUSER_NVRTC_PATH"] = Path.GetDirectoryName(Put("broken/libnvrtc.so.13"))!;
        var error = Assert.Throws<DiagnosticException>(() => NvrtcLibrary.Load(Search));
        Assert.Equal((ExitCode.DeviceMissing, NvrtcCodes.Unloadable), (error.ExitCode, error.Diagnostics[0].Code));
    }

    private NvrtcSearch Search => new(name => _environment.GetValueOrDefault(name), _root.Path);

    private string? Find() => Search.Find();

    private string Put(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root.File(file))!);
        return _root.Write(file, "no library");
    }
}
