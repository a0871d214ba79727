"""Times work on a GPU as mcfuser does: CUDA graphs of 20 copies, replayed between two events; L2 warm, or flushed before each copy."""
import statistics

COPIES = 20


def percentile(sorted_times, share):
    place = share * (len(sorted_times) - 1)
    below = int(place)
    above = min(below + 1, len(sorted_times) - 1)
    return sorted_times[below] + (sorted_times[above] - sorted_times[below]) * (place - below)


def summary(times):
    times = sorted(times)
    return {"medianUs": statistics.median(times), "p10Us": percentile(times, 0.1), "p90Us": percentile(times, 0.9), "runs": len(times)}


class GraphTimer:
    """All of a process on one stream. The flushed time is that of a graph with a fill of twice the L2 before each copy, less that of a graph of the fills alone."""

    def __init__(self, torch):
        self.torch, self.stream = torch, torch.cuda.Stream()
        self.filler = torch.empty(2 * torch.cuda.get_device_properties(0).L2_cache_size, dtype=torch.uint8, device="cuda")
        self.fills = self.record(lambda: None, True)

    def record(self, work, flushed):
        """Warms up, then captures."""
        torch = self.torch
        with torch.cuda.stream(self.stream):
            for _ in range(3):
                work()
        self.stream.synchronize()
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.stream(self.stream):
            graph.capture_begin(capture_error_mode="thread_local")
            try:
                for i in range(COPIES):
                    if flushed:
                        self.filler.fill_(i)
                    work()
            finally:
                graph.capture_end()
        return graph

    def replay(self, graph):
        torch = self.torch
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        with torch.cuda.stream(self.stream):
            start.record(self.stream)
            graph.replay()
            end.record(self.stream)
        end.synchronize()
        return 1e3 * start.elapsed_time(end)

    def measure(self, works, rounds=30):
        """Times by name, in turns, so that a disturbance meets all of them alike; {name: {"warm": summary, "flushed": summary}}."""
        result = {name: {} for name in works}
        for kind, flushed in (("warm", False), ("flushed", True)):
            graphs = {name: self.record(work, flushed) for name, work in works.items()}
            times = {name: [] for name in works}
            for _ in range(rounds):
                base = self.replay(self.fills) if flushed else 0.0
                for name, graph in graphs.items():
                    times[name].append(max(0.0, self.replay(graph) - base) / COPIES)
            for name in works:
                result[name][kind] = summary(times[name])
            del graphs
        return result
