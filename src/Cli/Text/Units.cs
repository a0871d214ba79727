using System.Globalization;

namespace MCFuser.Cli.Text;

/// <summary>Numbers with units for people: three or four digits, the same in every culture.</summary>
internal static class Units
{
    public static string Time(double microseconds) => microseconds switch
    {
        < 1e3 => Scaled(microseconds, "us"),
        < 1e6 => Scaled(microseconds / 1e3, "ms"),
        _ => Scaled(microseconds / 1e6, "s"),
    };

    public static string Bytes(double bytes) => bytes switch
    {
        < 1 << 10 => Scaled(bytes, "B"),
        < 1 << 20 => Scaled(bytes / (1 << 10), "KiB"),
        < 1 << 30 => Scaled(bytes / (1 << 20), "MiB"),
        _ => Scaled(bytes / (1 << 30), "GiB"),
    };

    public static string Flop(double flop) => flop switch
    {
        < 1e6 => Scaled(flop / 1e3, "kFLOP"),
        < 1e9 => Scaled(flop / 1e6, "MFLOP"),
        _ => Scaled(flop / 1e9, "GFLOP"),
    };

    public static string Number(double value) => value.ToString(Math.Abs(value) < 10 ? "0.00" : Math.Abs(value) < 100 ? "0.0" : "0", CultureInfo.InvariantCulture);

    /// <summary>A whole number with its thousands apart.</summary>
    public static string Count(Int128 value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Small(double value) => value.ToString("0.0e+0", CultureInfo.InvariantCulture);

    private static string Scaled(double value, string unit) => $"{Number(value)} {unit}";
}
