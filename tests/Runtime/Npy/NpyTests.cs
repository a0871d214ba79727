using System.Buffers.Binary;
using System.Text;
using MCFuser.Core;
using MCFuser.Core.Diagnostics;
using MCFuser.Core.Tensors;
using MCFuser.Runtime.Npy;

namespace MCFuser.Tests.Runtime.Npy;

public sealed class NpyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mcfuser-npy").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(DataType.F16)]
    [InlineData(DataType.BF16)]
    [InlineData(DataType.F32)]
    [InlineData(DataType.I32)]
    [InlineData(DataType.I64)]
    [InlineData(DataType.Bool)]
    public void What_is_written_is_read_back(DataType type)
    {
        foreach (EquatableArray<long> shape in new EquatableArray<long>[] { [], [1], [5], [3, 4], [2, 1, 3, 2], [3, 0] })
        {
            var tensor = new TensorData("X", type, shape);
            var random = new SplitMix64(9);
            foreach (ref var octet in tensor.Bytes.Span) octet = (byte)random.NextBetween(0, type == DataType.Bool ? 1 : 255);
            NpyWriter.Write(Name("x.npy"), tensor);
            var back = NpyReader.Read(Name("x.npy"), "X", type, shape);
            Assert.Equal(("X", type, shape), (back.Name, back.Type, back.Shape));
            Assert.Equal(tensor.Bytes.ToArray(), back.Bytes.ToArray());
        }

        Assert.Equal([Name("x.npy")], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData(DataType.F16, "<f2")]
    [InlineData(DataType.BF16, "<u2")]
    [InlineData(DataType.F32, "<f4")]
    [InlineData(DataType.I32, "<i4")]
    [InlineData(DataType.I64, "<i8")]
    [InlineData(DataType.Bool, "|b1")]
    public void The_header_is_what_numpy_writes(DataType type, string descriptor)
    {
        NpyWriter.Write(Name("x.npy"), new TensorData("X", type, [3]));
        var bytes = File.ReadAllBytes(Name("x.npy"));
        Assert.Equal(128 + 3 * type.Bytes(), bytes.Length);
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0, 118, 0], bytes[..10]);
        var header = $"{{'descr': '{descriptor}', 'fortran_order': False, 'shape': (3,), }}".PadRight(117) + "\n";
        Assert.Equal(header, Encoding.ASCII.GetString(bytes[10..128]));
    }

    [Fact]
    public void Shapes_are_written_as_tuples()
    {
        NpyWriter.Write(Name("scalar.npy"), new TensorData("X", DataType.F32, []));
        NpyWriter.Write(Name("matrix.npy"), new TensorData("X", DataType.F32, [2, 3]));
        Assert.Contains("'shape': (), }", File.ReadAllText(Name("scalar.npy")));
        Assert.Contains("'shape': (2, 3), }", File.ReadAllText(Name("matrix.npy")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Both_versions_and_any_layout_of_the_dictionary_are_read(byte version)
    {
        Write("x.npy", """{"shape":(2 ,),"descr" : "<f4",  'fortran_order':False}""", Floats(1.5f, -2), version);
        Assert.Equal([1.5, -2], Read("x.npy", DataType.F32, [2]).ToDoubles());
    }

    [Fact]
    public void Bf16_comes_from_f32_rounded_or_from_bit_patterns()
    {
        Write("f.npy", Header("<f4", "(3,)"), Floats(1.00390625f, 1.01171875f, float.NaN));
        Assert.Equal([1, 1.015625, double.NaN], Read("f.npy", DataType.BF16, [3]).ToDoubles());
        Write("u.npy", Header("<u2", "(2,)"), [0x80, 0x3F, 0x20, 0xC0]);
        Assert.Equal([1, -2.5], Read("u.npy", DataType.BF16, [2]).ToDoubles());
    }

    [Fact]
    public void Integers_come_from_either_width_where_they_fit()
    {
        Write("long.npy", Header("<i8", "(2,)"), Longs(int.MaxValue, int.MinValue));
        Assert.Equal([int.MaxValue, int.MinValue], Read("long.npy", DataType.I32, [2]).ToDoubles());
        Write("int.npy", Header("<i4", "(2,)"), [0xFF, 0xFF, 0xFF, 0xFF, 5, 0, 0, 0]);
        Assert.Equal([-1, 5], Read("int.npy", DataType.I64, [2]).ToDoubles());
        Write("wide.npy", Header("<i8", "(1,)"), Longs(1L << 31));
        Assert.Contains("2147483648", AssertRefused(NpyCodes.OutOfRange, "wide.npy", DataType.I32, [1]));
    }

    [Fact]
    public void Files_longer_than_the_buffer_are_read_whole()
    {
        var values = Enumerable.Range(0, 700_000).Select(i => (long)i).ToArray();
        Write("x.npy", Header("<i8", "(700000,)"), Longs(values));
        Assert.Equal(values.Select(v => (double)v), Read("x.npy", DataType.I32, [700_000]).ToDoubles());
    }

    [Theory]
    [InlineData(NpyCodes.FortranOrder, "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }")]
    [InlineData(NpyCodes.BigEndian, "{'descr': '>f4', 'fortran_order': False, 'shape': (2, 2), }")]
    [InlineData(NpyCodes.ObjectType, "{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }")]
    [InlineData(NpyCodes.WrongType, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }")]
    [InlineData(NpyCodes.WrongType, "{'descr': '<f2', 'fortran_order': False, 'shape': (2, 2), }")]
    [InlineData(NpyCodes.WrongType, "{'descr': '<u2', 'fortran_order': False, 'shape': (2, 2), }")]
    [InlineData(NpyCodes.WrongType, "{'descr': [('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape': (2, 2), }")]
    [InlineData(NpyCodes.WrongShape, "{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }")]
    [InlineData(NpyCodes.WrongShape, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2, 1), }")]
    [InlineData(NpyCodes.WrongShape, "{'descr': '<f4', 'fortran_order': False, 'shape': (), }")]
    [InlineData(NpyCodes.NotNpy, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, -2), }")]
    [InlineData(NpyCodes.NotNpy, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 99999999999999999999), }")]
    [InlineData(NpyCodes.NotNpy, "{'descr': '<f4', 'fortran_order': False, 'shape': (2 2), }")]
    [InlineData(NpyCodes.NotNpy, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2")]
    [InlineData(NpyCodes.NotNpy, "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 2), }")]
    [InlineData(NpyCodes.NotNpy, "{'descr': '<f4', 'fortran_order': ")]
    [InlineData(NpyCodes.NotNpy, "{'descr': '<f4', 'shape': (2, 2), }")]
    [InlineData(NpyCodes.NotNpy, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), 'more': 1}")]
    [InlineData(NpyCodes.NotNpy, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), } x")]
    [InlineData(NpyCodes.NotNpy, "{'descr': '<f4' 'fortran_order': False, 'shape': (2, 2), }")]
    [InlineData(NpyCodes.NotNpy, "{'descr: <f4}")]
    [InlineData(NpyCodes.NotNpy, "{'descr': [('a', }")]
    [InlineData(NpyCodes.NotNpy, "[]")]
    [InlineData(NpyCodes.NotNpy, "")]
    public void A_header_that_does_not_fit_is_refused(string code, string header)
    {
        Write("bad.npy", header, Floats(1, 2, 3, 4));
        AssertRefused(code, "bad.npy", DataType.F32, [2, 2]);
    }

    [Fact]
    public void Every_byte_but_0_is_true()
    {
        Write("b.npy", Header("|b1", "(3,)"), [0, 1, 2]);
        Assert.Equal([0, 1, 1], Read("b.npy", DataType.Bool, [3]).ToDoubles());
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        Write("x.npy", Header("<f4", "(2, 2)"), Floats(1, 2, 3, 4));
        var bytes = File.ReadAllBytes(Name("x.npy"));
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(Name("cut.npy"), bytes[..length]);
            AssertRefused(length < bytes.Length - 16 ? NpyCodes.NotNpy : NpyCodes.Truncated, "cut.npy", DataType.F32, [2, 2]);
        }
    }

    [Fact]
    public void A_file_that_goes_on_is_refused()
    {
        Write("x.npy", Header("<f4", "(1,)"), [0, 0, 0, 0, 0]);
        AssertRefused(NpyCodes.ExtraBytes, "x.npy", DataType.F32, [1]);
    }

    [Theory]
    [InlineData("this is text, not numbers")]
    [InlineData("\u0093NUMPY\u0003\0\0\0\0\0\0\0")]
    [InlineData("\u0093NUMPY\u0002\0\u00ff\u00ff\u00ff\u00ff")]
    public void What_is_no_npy_file_is_refused(string content)
    {
        File.WriteAllBytes(Name("x.npy"), Encoding.Latin1.GetBytes(content));
        AssertRefused(NpyCodes.NotNpy, "x.npy", DataType.F32, [1]);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused()
    {
        AssertRefused(NpyCodes.Unreadable, "missing.npy", DataType.F32, [1]);
        Directory.CreateDirectory(Name("folder"));
        AssertRefused(NpyCodes.Unreadable, "folder", DataType.F32, [1]);
        Assert.Throws<DiagnosticException>(() => NpyReader.Read("", "X", DataType.F32, [1]));
    }

    [Fact]
    public void A_tensor_beyond_memory_is_refused_before_it_is_read()
    {
        Write("x.npy", Header("<f4", "(1073741824,)"), []);
        AssertRefused(CoreCodes.TensorTooLarge, "x.npy", DataType.F32, [1L << 30], namesFile: false);
    }

    [Theory]
    [InlineData("missing/y.npy")]
    [InlineData("folder")]
    [InlineData("file/y.npy")]
    [InlineData("")]
    public void An_unwritable_place_is_refused_and_nothing_is_left_behind(string place)
    {
        Directory.CreateDirectory(Name("folder"));
        File.WriteAllText(Name("file"), "");
        var file = place == "" ? "" : Name(place);
        var error = Assert.Throws<DiagnosticException>(() => NpyWriter.Write(file, new TensorData("Y", DataType.F32, [1])));
        Assert.Equal((ExitCode.InvalidInput, NpyCodes.Unwritable), (error.ExitCode, Assert.Single(error.Diagnostics).Code));
        Assert.Equal([Name("file"), Name("folder")], Directory.GetFileSystemEntries(_folder).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_older_file_is_replaced_and_a_link_followed()
    {
        File.WriteAllText(Name("y.npy"), "old");
        File.CreateSymbolicLink(Name("link.npy"), Name("y.npy"));
        NpyWriter.Write(Name("link.npy"), TensorData.FromDoubles("Y", DataType.F16, [1], [0.5]));
        Assert.Equal([0.5], Read("y.npy", DataType.F16, [1]).ToDoubles());
        Assert.NotNull(new FileInfo(Name("link.npy")).LinkTarget);
    }

    [Fact]
    public void A_device_is_written_to_and_not_replaced()
    {
        if (!File.Exists("/dev/null")) Assert.Skip("this system has no /dev/null");
        NpyWriter.Write("/dev/null", TensorData.FromDoubles("Y", DataType.F16, [1], [0.5]));
        Assert.Empty(File.ReadAllBytes("/dev/null"));
    }

    private static string Header(string descriptor, string shape) =>
        $"{{'descr': '{descriptor}', 'fortran_order': False, 'shape': {shape}, }}\n";

    private static byte[] Floats(params float[] values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values).ToArray();

    private static byte[] Longs(params long[] values) => System.Runtime.InteropServices.MemoryMarshal.AsBytes<long>(values).ToArray();

    private string Name(string file) => Path.Combine(_folder, file);

    private void Write(string file, string header, byte[] elements, byte version = 1)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, header.Length);
        byte[] start = [0x93, .. "NUMPY"u8, version, 0, .. length[..(version == 1 ? 2 : 4)]];
        File.WriteAllBytes(Name(file), [.. start, .. Encoding.Latin1.GetBytes(header), .. elements]);
    }

    private TensorData Read(string file, DataType type, EquatableArray<long> shape) => NpyReader.Read(Name(file), "X", type, shape);

    private string AssertRefused(string code, string file, DataType type, EquatableArray<long> shape, bool namesFile = true)
    {
        var error = Assert.Throws<DiagnosticException>(() => Read(file, type, shape));
        var diagnostic = Assert.Single(error.Diagnostics);
        Assert.Equal((ExitCode.InvalidInput, code), (error.ExitCode, diagnostic.Code));
        if (namesFile) Assert.Equal(Name(file), diagnostic.File);
        Assert.NotEqual("", diagnostic.Advice);
        return error.Message;
    }
}
