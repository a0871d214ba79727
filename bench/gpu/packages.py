"""Launches kernel packages on tensors of PyTorch, from their manifests alone: the CUDA driver through ctypes, on the stream that PyTorch uses."""
import ctypes, importlib.util, os

HERE = os.path.dirname(os.path.abspath(__file__))


def sample():
    """samples/python/launch.py, which reads manifests."""
    spec = importlib.util.spec_from_file_location("launch", os.path.join(HERE, "..", "..", "samples", "python", "launch.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Package:
    """The launches of a package, bound to tensors; calling it queues them on PyTorch's current stream."""

    def __init__(self, torch, folder, tensors):
        launch = sample()
        self.torch, self.tensors = torch, dict(tensors)
        manifest = launch.read_package(folder)
        self.axes = launch.bind_axes(manifest, {})
        self.lib = ctypes.CDLL("libcuda.so.1")
        kinds = {"f16": torch.float16, "bf16": torch.bfloat16, "f32": torch.float32, "i32": torch.int32, "i64": torch.int64, "bool": torch.bool}
        for parameter in manifest["parameters"]:
            if parameter["direction"] == "out":
                shape = [launch.evaluate(e, self.axes) for e in parameter["shape"]]
                self.tensors[parameter["name"]] = torch.full(shape, float("nan"), dtype=kinds[parameter["dtype"]], device="cuda")
        self.workspaces = [torch.zeros(max(1, launch.evaluate(w["bytes"], self.axes)), dtype=torch.uint8, device="cuda") for w in manifest["workspaces"]]
        self.output = next(self.tensors[p["name"]] for p in manifest["parameters"] if p["direction"] == "out")
        variant = next(v for v in manifest["variants"] if "guard" not in v or launch.evaluate(v["guard"], self.axes))
        self.tiling, self.launches = variant["tiling"], [self.bind(launch, folder, item) for item in variant["launches"]]

    def bind(self, launch, folder, item):
        shared = launch.evaluate(item.get("sharedBytes", 0), self.axes)
        pointers = {name: ctypes.c_uint64(t.data_ptr()) for name, t in self.tensors.items()}
        workspaces = [ctypes.c_uint64(w.data_ptr()) for w in self.workspaces]
        values = list(launch.arguments_of(item, self.axes, pointers, workspaces))
        addresses = (ctypes.c_void_p * len(values))(*(ctypes.addressof(v) for v in values))
        sizes = [launch.evaluate(e, self.axes) for e in [*item["grid"], *item["block"]]]
        if [launch.evaluate(e, self.axes) for e in item.get("cluster") or [1, 1, 1]] != [1, 1, 1]:
            raise RuntimeError(f"{folder}: clusters are not launched from here")
        return self.function(folder, item["file"], item["entry"], shared), sizes, shared, values, addresses

    def function(self, folder, file, entry, shared):
        module, function = ctypes.c_void_p(), ctypes.c_void_p()
        with open(os.path.join(folder, file), "rb") as image:
            self.check("cuModuleLoadData", self.lib.cuModuleLoadData(ctypes.byref(module), ctypes.c_char_p(image.read() + b"\0")))
        self.check("cuModuleGetFunction", self.lib.cuModuleGetFunction(ctypes.byref(function), module, entry.encode()))
        self.check("cuFuncSetAttribute", self.lib.cuFuncSetAttribute(function, 8, shared))
        return function

    def check(self, what, status):
        if status:
            raise RuntimeError(f"{what} returned {status}")

    def __call__(self):
        stream = ctypes.c_void_p(self.torch.cuda.current_stream().cuda_stream)
        for function, sizes, shared, _, addresses in self.launches:
            self.check("cuLaunchKernel", self.lib.cuLaunchKernel(function, *sizes, shared, stream, addresses, None))
        return self.output
