using System.Runtime.InteropServices;

namespace MCFuser.Tests.Runtime.Cpu;

/// <summary>Copies of tensors that each end where a protected page begins (on Linux): touching what lies beyond ends the process.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int Page = 4096;

    private readonly List<(nint Block, nuint Bytes)> _blocks = [];

    public GuardedMemory(IReadOnlyList<byte[]> tensors)
    {
        foreach (var tensor in tensors)
        {
            var pages = (nuint)((tensor.Length + Page - 1) / Page * Page);
            var block = Reserve(pages + Page);
            _blocks.Add((block, pages + Page));
            if (OperatingSystem.IsLinux()) Assert.Equal(0, Protect(block + (nint)pages, Page, 0));
            var address = block + (nint)pages - tensor.Length;
            tensor.CopyTo(new Span<byte>((void*)address, tensor.Length));
            Addresses.Add(address);
        }
    }

    public List<nint> Addresses { get; } = [];

    public void CopyBack(IReadOnlyList<byte[]> tensors)
    {
        for (var i = 0; i < tensors.Count; i++) new Span<byte>((void*)Addresses[i], tensors[i].Length).CopyTo(tensors[i]);
    }

    public void Dispose()
    {
        foreach (var (block, bytes) in _blocks)
        {
            if (OperatingSystem.IsLinux()) _ = Unmap(block, bytes);
            else NativeMemory.AlignedFree((void*)block);
        }
    }

    private static nint Reserve(nuint bytes)
    {
        const int ReadWrite = 3, PrivateAnonymous = 0x22;
        if (!OperatingSystem.IsLinux()) return (nint)NativeMemory.AlignedAlloc(bytes, Page);
        var block = Map(0, bytes, ReadWrite, PrivateAnonymous, -1, 0);
        Assert.NotEqual(-1, block);
        return block;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
