using MCFuser.Compiler;
using MCFuser.Compiler.Running;
#if PORTABLE
using MCFuser.Portable;
#endif

namespace MCFuser.Cli;

/// <summary>The way to run a graph that trimmed programs lack.</summary>
internal static class PortablePath
{
    /// <summary>The device at hand.</summary>
    /// <exception cref="Core.Diagnostics.DiagnosticException">
    /// The options ask for a schedule or another device (exit 2); this program is trimmed (MCF5005), or there is no such device (exit 4).
    /// </exception>
    public static IPortableDevice Open(CompilationOptions options)
    {
        if (options.HasSchedule || options.Measures || options.Device is not null || options.Architecture is not null) throw CliErrors.PortableWithSchedule();
#if PORTABLE
        return PortableDevice.Open(options.Target);
#else
        throw CliErrors.PortableLeftOut();
#endif
    }
}
