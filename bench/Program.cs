using BenchmarkDotNet.Running;
using MCFuser.Bench;
using MCFuser.Bench.GpuReport;
using MCFuser.Bench.Ptx;

if (args is ["gpu", .. var results]) return GpuCommand.Run(results);
if (args is ["ptx", .. var arguments]) return PtxCommand.Run(arguments);
BenchmarkSwitcher.FromAssembly(typeof(SearchSpaceBenchmarks).Assembly).Run(args);
return 0;
