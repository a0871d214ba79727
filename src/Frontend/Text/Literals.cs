using System.Globalization;

namespace MCFuser.Frontend.Text;

/// <summary>Reads numbers as the language writes them.</summary>
internal static class Literals
{
    public static bool TryReadInteger(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>False for a number that only infinity could stand for.</summary>
    public static bool TryReadReal(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
