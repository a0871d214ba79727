#!/usr/bin/env python3
"""Times the peers of the paper's shapes, and our packages beside them: one process, one stream, fresh inputs, each result checked before it is timed.

    compare.py peers OUT.json [--shape g1 ...] [--seconds N]                  every peer; keeps the best of each kind
    compare.py ours OUT.json --peers PEERS.json --packages FOLDER            the best peers again, and FOLDER/<shape>/<shape> beside them
    --dry-run                                                                 the same without PyTorch and a GPU: the plan, and no times

The file is written anew after each shape, so that what was measured stays when the time is up."""
import argparse, json, os, sys, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import cases as paper
import peers as library

KEPT = 3  # peers of a shape that are measured again beside ours


def write(path, content):
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
    os.replace(path + ".new", path)


def machine(torch):
    if torch is None:
        return {"gpu": None}
    properties = torch.cuda.get_device_properties(0)
    import triton
    return {
        "gpu": properties.name, "processors": properties.multi_processor_count, "l2Bytes": properties.L2_cache_size, "torch": torch.__version__,
        "cuda": torch.version.cuda, "triton": triton.__version__, "driver": driver(),
    }


def driver():
    try:
        with open("/proc/driver/nvidia/version", encoding="utf-8") as file:
            return file.readline().split("Module")[-1].split()[0]
    except (OSError, IndexError):
        return None


def inputs(torch, case, seed):
    generator = torch.Generator("cuda").manual_seed(seed)
    return [torch.rand(shape, generator=generator, device="cuda", dtype=torch.float32).mul_(2).sub_(1).half() for _, shape in case.inputs]


def reference(torch, case, tensors):
    x, y, z = (t.double() for t in tensors)
    return (torch.softmax(x @ y.transpose(-1, -2) / case.k**0.5, -1) if case.is_attention else x @ y) @ z


def right(torch, out, expected):
    """The project's own rule, docs/pipeline.md: relative error in the norm, and no element far off."""
    out, rms = out.double(), expected.square().mean().sqrt()
    error = (out - expected).norm() / expected.norm()
    return float(error), bool(error <= paper.TOLERANCE and (out - expected).abs().max() <= 10 * paper.TOLERANCE * rms)


def reason(problem):
    return f"{type(problem).__name__}: {next(iter(str(problem).splitlines()), '')[:160]}"


def checked(torch, name, work, expected, failures):
    """The peer if it runs and is right; else why not."""
    try:
        out = work()
        torch.cuda.synchronize()
        error, passed = right(torch, out, expected)
        if passed:
            return error
        failures[name] = f"relative error {error:.1e}"
    except Exception as problem:  # a peer that this version lacks, or that does not fit, is a row of its own
        failures[name] = reason(problem)
    return None


def empty_kernel(torch, timer):
    """What any launch costs: a kernel that does nothing, timed like everything else."""
    import triton_kernels
    x = torch.empty(16, device="cuda")
    return timer.measure({"empty": lambda: triton_kernels.nothing[(1,)](x)})["empty"]


def prefilter(timer, works, failures):
    """The best few of many configurations, by a quick look."""
    quick = {}
    for name, work in works.items():
        try:
            graph = timer.record(work, False)
            quick[name] = min(timer.replay(graph) for _ in range(4))
        except Exception as problem:
            failures[name] = reason(problem)
    return {name: works[name] for name in sorted(quick, key=quick.get)[:KEPT]}


def peers_of(torch, timer, case, tensors, expected, failures, wanted):
    """The peers that are wanted, run and are right; of Triton's configurations the few that a quick look finds best."""
    works = {n: w for n, w in library.library_peers(torch, case, tensors) if wanted(n) and checked(torch, n, w, expected, failures) is not None}
    own = {n: w for n, w in library.triton_peers(torch, case, tensors) if wanted(n) and checked(torch, n, w, expected, failures) is not None}
    works.update(prefilter(timer, own, failures) if len(own) > KEPT else own)
    return works


def best(times):
    return sorted((n for n in times if "warm" in times[n]), key=lambda n: times[n]["warm"]["medianUs"])


def measure(torch, timer, case, row, seed, wanted, folder=None):
    """Adds the times of a shape to its row."""
    failures = row.setdefault("failures", {})
    with torch.cuda.stream(timer.stream):
        tensors = inputs(torch, case, seed)
        expected = reference(torch, case, tensors)
        works = peers_of(torch, timer, case, tensors, expected, failures, wanted)
        if folder:
            import packages
            try:
                own = packages.Package(torch, folder, {name: t for (name, _), t in zip(case.inputs, tensors)})
                row["tiling"], row["relativeError"] = own.tiling, checked(torch, "mcfuser", own, expected, failures)
                if row["relativeError"] is not None:
                    works["mcfuser"] = own
            except (Exception, SystemExit) as problem:
                failures["mcfuser"] = reason(problem)
    for name, work in list(works.items()):
        try:
            timer.record(work, False)
        except Exception as problem:  # cannot be captured
            failures[name] = reason(problem)
            del works[name]
    row.setdefault("times", {}).update(timer.measure(works))
    print(f"{case.name}: " + ", ".join(f"{n} {row['times'][n]['warm']['medianUs']:.2f} us" for n in best(row["times"])[:4]), flush=True)


def plan(case, row, folder):
    row.update(times={}, failures={}, plan=library.NAMES[case.is_attention] + (["mcfuser"] if folder else []))
    if folder and not os.path.exists(os.path.join(folder, "manifest.json")):
        row["failures"]["mcfuser"] = f"there is no package {folder}"


def run(options):
    torch = timer = None
    if not options.dry_run:
        import torch
        import torch._dynamo
        import torch._inductor
        import timing
        timer = timing.GraphTimer(torch)
        # One function is compiled for every shape: beyond a few the compiler would give up and run it as it stands, without a word.
        for name in ("cache_size_limit", "recompile_limit", "accumulated_cache_size_limit", "accumulated_recompile_limit"):
            if hasattr(torch._dynamo.config, name):
                setattr(torch._dynamo.config, name, 1000)
    every = paper.cases(options.shape)
    rows = {case.name: {"shape": case.name, "flops": case.flops, "bytes": case.bytes} for case in every}
    result = {"schema": 1, "stage": options.stage, "dryRun": options.dry_run, "machine": machine(torch), "rows": []}
    earlier, started = {}, time.monotonic()
    if options.stage == "ours":
        with open(options.peers, encoding="utf-8") as file:
            earlier = {row["shape"]: best(row["times"])[:KEPT] for row in json.load(file)["rows"]}
        passes = [lambda case: lambda name: name in earlier.get(case.name, [])]
    else:
        # What takes long to get ready comes last, for as long as there is time.
        passes = [lambda case: lambda name: not library.is_compiled(name), lambda case: library.is_compiled]
    if timer:
        result["emptyKernel"] = empty_kernel(torch, timer)
    for number, wanted in enumerate(passes):
        for case in every:
            if time.monotonic() - started > options.seconds:
                result.setdefault("stoppedBefore", f"{case.name}, pass {number + 1} of {len(passes)}")
                break
            folder = os.path.join(options.packages, case.name, case.name) if options.packages else None
            if options.dry_run:
                plan(case, rows[case.name], folder)
            else:
                try:
                    measure(torch, timer, case, rows[case.name], options.seed, wanted(case), folder)
                except Exception as problem:  # the other shapes still count
                    rows[case.name].setdefault("times", {})
                    rows[case.name].setdefault("failures", {})[f"pass {number + 1}"] = reason(problem)
                    print(f"{case.name}: {reason(problem)}", flush=True)
            result["rows"] = [row for row in rows.values() if "times" in row]
            write(options.out, result)
    result["seconds"] = time.monotonic() - started
    write(options.out, result)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=["peers", "ours"])
    parser.add_argument("out")
    parser.add_argument("--peers", help="what 'compare.py peers' wrote")
    parser.add_argument("--packages", help="the folder with a folder of packages a shape")
    parser.add_argument("--shape", action="append", help="only this shape; may be given several times")
    parser.add_argument("--seconds", type=float, default=110, help="start no shape after this")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dry-run", action="store_true")
    options = parser.parse_args()
    if options.stage == "ours" and not (options.peers and options.packages):
        parser.error("'ours' needs --peers and --packages")
    run(options)


if __name__ == "__main__":
    main()
