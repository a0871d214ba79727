using System.Globalization;

namespace MCFuser.Runtime.Cpu;

/// <summary>What the files of Linux say of the first processor; null, or 1 thread a core, where they say nothing.</summary>
/// <param name="root">The folder that holds <c>proc</c> and <c>sys</c>.</param>
public sealed class CpuFiles(string root)
{
    private const string Processor = "sys/devices/system/cpu/cpu0";

    private readonly Dictionary<string, string> _info = Info(Read(root, "proc/cpuinfo"));

    public string? ModelName => _info.GetValueOrDefault("model name");

    public int ThreadsPerCore => Math.Max(1, Processors(Read(root, $"{Processor}/topology/thread_siblings_list")));

    /// <summary>The highest clock, else the nominal one: as the model name says, or of the time stamp counter.</summary>
    public double? Gigahertz =>
        Number(Read(root, $"{Processor}/cpufreq/cpuinfo_max_freq")?.Trim(), 1e-6)
        ?? Number(ModelName?.Split('@') is [_, var clock] ? clock.Trim().Replace("GHz", "", StringComparison.Ordinal) : null, 1)
        ?? Number(_info.GetValueOrDefault("bogomips"), 0.5e-3)
        ?? Number(_info.GetValueOrDefault("cpu MHz"), 1e-3);

    /// <summary>The size of a data cache, in bytes.</summary>
    public long? CacheBytes(int level) => Cache(level) is { } folder ? Size(Read(root, $"{folder}/size")?.Trim()) : null;

    /// <summary>The share of a data cache that a core has, in bytes.</summary>
    public long? CacheBytesPerCore(int level)
    {
        if (Cache(level) is not { } folder || CacheBytes(level) is not { } size) return null;
        var sharing = Processors(Read(root, $"{folder}/shared_cpu_list"));
        return size / Math.Max(1, sharing / ThreadsPerCore);
    }

    private string? Cache(int level)
    {
        for (var index = 0; Read(root, $"{Processor}/cache/index{index}/level") is { } text; index++)
        {
            var folder = $"{Processor}/cache/index{index}";
            var isData = Read(root, $"{folder}/type")?.Trim() != "Instruction";
            if (isData && text.Trim() == level.ToString(CultureInfo.InvariantCulture)) return folder;
        }

        return null;
    }

    /// <summary>How many processors a list such as <c>0-3,8</c> names.</summary>
    private static int Processors(string? list)
    {
        var count = 0;
        foreach (var range in list?.Trim().Split(',') ?? [])
        {
            var ends = range.Split('-');
            if (!int.TryParse(ends[0], CultureInfo.InvariantCulture, out var first)) continue;
            if (int.TryParse(ends[^1], CultureInfo.InvariantCulture, out var last)) count += last - first + 1;
        }

        return count;
    }

    private static long? Size(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var factor = text[^1] switch { 'K' => 1L << 10, 'M' => 1L << 20, 'G' => 1L << 30, _ => 1 };
        return long.TryParse(text.TrimEnd('K', 'M', 'G'), CultureInfo.InvariantCulture, out var size) && size > 0 ? size * factor : null;
    }

    private static double? Number(string? text, double unit) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 ? number * unit : null;

    private static Dictionary<string, string> Info(string? text)
    {
        var info = new Dictionary<string, string>();
        foreach (var line in text?.Split('\n') ?? [])
        {
            if (line.Split(':', 2) is [var name, var value]) info.TryAdd(name.Trim(), value.Trim());
        }

        return info;
    }

    private static string? Read(string root, string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(root, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
