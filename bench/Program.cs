using BenchmarkDotNet.Running;
using MCFuser.Bench;

BenchmarkSwitcher.FromAssembly(typeof(SearchSpaceBenchmarks).Assembly).Run(args);
