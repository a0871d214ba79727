using System.Globalization;
using System.Text.RegularExpressions;

namespace MCFuser.Runtime.Cuda.Driver;

/// <summary>What instructions a GPU has. CUDA C++ Programming Guide, "Binary compatibility" and "PTX compatibility".</summary>
public readonly partial record struct ComputeCapability(int Major, int Minor)
{
    /// <summary><c>sm_90</c></summary>
    public string Arch => string.Create(CultureInfo.InvariantCulture, $"sm_{Major}{Minor}");

    /// <summary>Whether machine code for an architecture runs: of the same major number, and no larger minor one.</summary>
    public bool RunsMachineCode(string arch) =>
        Parse(arch) is var (major, minor, suffix) && (suffix.Length > 0 ? (major, minor) == (Major, Minor) : major == Major && minor <= Minor);

    /// <summary>Whether the driver makes machine code of PTX for an architecture: of no larger one, but what is for one alone (<c>sm_90a</c>) stays there.</summary>
    public bool RunsPtx(string arch) =>
        Parse(arch) is var (major, minor, suffix) && (suffix.Length > 0 ? (major, minor) == (Major, Minor) : (major, minor).CompareTo((Major, Minor)) <= 0);

    private static (int Major, int Minor, string Suffix)? Parse(string arch)
    {
        if (Pattern().Match(arch) is not { Success: true } match) return null;
        return (int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture), match.Groups[3].Value);
    }

    [GeneratedRegex("^sm_([0-9]{1,2})([0-9])([af]?)$")]
    private static partial Regex Pattern();
}
