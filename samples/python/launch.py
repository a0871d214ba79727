#!/usr/bin/env python3
"""Launches a kernel package with the CUDA driver alone, and checks the result with NumPy.

    mcfuser compile samples/attention.mcf --target cuda --arch sm_80 -o out
    python3 samples/python/launch.py out/attention
    python3 samples/python/launch.py out/mlp --input X=x.npy --expect Y=y.npy     # y.npy from: mcfuser run ... --input X=x.npy --output Y=y.npy

Needs NumPy and an NVIDIA driver; no CUDA toolkit, no mcfuser. Exits 0 if the result is right or there is nothing to compare it with, 1 for a bad
package or argument, 4 without a driver or a GPU, 5 if the result is wrong.
"""
import argparse, ctypes, hashlib, json, os, re, sys

try:
    import numpy as np
except ImportError:
    sys.exit("launch.py: NumPy is missing; install it with: pip install numpy")

NO_BINARY_FOR_GPU = 209
MAX_DYNAMIC_SHARED = 8
TOLERANCE = {"f32": 1e-5, "f16": 2e-3, "bf16": 1.5e-2}
NUMPY = {"f16": np.float16, "bf16": np.uint16, "f32": np.float32, "i32": np.int32, "i64": np.int64, "bool": np.bool_}


def fail(code, message):
    print(f"launch.py: {message}", file=sys.stderr)
    sys.exit(code)


# ---- the manifest: integer expressions over the axes -------------------------------------------------------------------------------------

def evaluate(text, axes):
    """+ - * / (rounding down), ceil(a/b), min, max, comparisons, && and ||."""
    text = str(text)
    if re.search(r"[^\w\s.+\-*/(),<>=!&|]", text):
        fail(1, f"the manifest holds a bad expression: {text}")
    text = re.sub(r"ceil\(([^()/]*)/([^()]*)\)", r"(-(-(\1)//(\2)))", text)
    text = re.sub(r"(?<!/)/(?!/)", "//", text).replace("&&", " and ").replace("||", " or ")
    names = re.sub(r"[A-Za-z_][A-Za-z0-9_.]*", lambda m: m[0] if m[0] in ("min", "max", "and", "or") else f"axes[{m[0]!r}]", text)
    return eval(names, {"__builtins__": {}, "axes": axes, "min": min, "max": max})  # only numbers, operators and the words above are left


def read_package(folder):
    try:
        with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
            manifest = json.load(file)
        for name, digest in manifest["files"].items():
            with open(os.path.join(folder, name), "rb") as file:
                if hashlib.sha256(file.read()).hexdigest() != digest:
                    fail(1, f"{os.path.join(folder, name)} is not the file that the manifest was written for")
    except (OSError, ValueError, KeyError) as error:
        fail(1, f"{folder} is no kernel package: {error}")
    if manifest["target"] != "cuda":
        fail(1, f"{folder} is a package for {manifest['target']}; compile the chain with --target cuda")
    return manifest


def bind_axes(manifest, given):
    axes = {}
    for name, extent in manifest["axes"].items():
        low, high = (extent["min"], extent["max"]) if isinstance(extent, dict) else (extent, extent)
        axes[name] = given.pop(name, low if low == high else None)
        if axes[name] is None or not low <= axes[name] <= high:
            fail(1, f"axis {name} needs an extent from {low} to {high}: --set {name}={low}")
    if given:
        fail(1, f"there is no axis {', '.join(given)}")
    return axes


# ---- the driver --------------------------------------------------------------------------------------------------------------------------

class Driver:
    def __init__(self, ordinal):
        try:
            self.lib = ctypes.CDLL("libcuda.so.1")
        except OSError:
            fail(4, "there is no CUDA driver on this machine (libcuda.so.1); install the NVIDIA driver, or run the package where there is one")
        status = self.lib.cuInit(0)
        if status:
            fail(4, f"the CUDA driver finds no usable GPU ({self.name(status)})")
        device, context = ctypes.c_int(), ctypes.c_void_p()
        self("cuDeviceGet", ctypes.byref(device), ordinal)
        self("cuDevicePrimaryCtxRetain", ctypes.byref(context), device)
        self("cuCtxSetCurrent", context)

    def __call__(self, function, *arguments):
        status = getattr(self.lib, function)(*arguments)
        if status:
            fail(1, f"{function} returned {self.name(status)}")

    def name(self, status):
        text = ctypes.c_char_p()
        self.lib.cuGetErrorName(status, ctypes.byref(text))
        return text.value.decode() if text.value else str(status)

    def allocate(self, size, fill):
        pointer = ctypes.c_uint64()
        self("cuMemAlloc_v2", ctypes.byref(pointer), ctypes.c_size_t(max(size, 1)))
        self("cuMemsetD8_v2", pointer, ctypes.c_ubyte(fill), ctypes.c_size_t(max(size, 1)))
        return pointer

    def upload(self, array):
        pointer = self.allocate(array.nbytes, 0)
        self("cuMemcpyHtoD_v2", pointer, array.ctypes.data_as(ctypes.c_void_p), ctypes.c_size_t(array.nbytes))
        return pointer

    def download(self, array, pointer):
        self("cuMemcpyDtoH_v2", array.ctypes.data_as(ctypes.c_void_p), pointer, ctypes.c_size_t(array.nbytes))

    def function(self, folder, file, entry, shared):
        """The kernel; machine code for another GPU gives way to the PTX beside it, which the driver compiles."""
        module, function = ctypes.c_void_p(), ctypes.c_void_p()
        stem = os.path.join(folder, os.path.splitext(file)[0])
        for path in dict.fromkeys([os.path.join(folder, file), stem + ".ptx"]):
            if path.endswith(".cu") or not os.path.exists(path):
                continue
            with open(path, "rb") as image:
                status = self.lib.cuModuleLoadData(ctypes.byref(module), ctypes.c_char_p(image.read() + b"\0"))
            if status != NO_BINARY_FOR_GPU:
                break
        else:
            fail(1, "the package has neither machine code for this GPU nor PTX; compile it with --emit ptx or for this architecture")
        if status:
            fail(1, f"{path} cannot be loaded: {self.name(status)}")
        self("cuModuleGetFunction", ctypes.byref(function), module, entry.encode())
        self("cuFuncSetAttribute", function, MAX_DYNAMIC_SHARED, shared)
        return function


# ---- tensors -----------------------------------------------------------------------------------------------------------------------------

def to_bf16(x):
    bits = np.ascontiguousarray(x, np.float32).view(np.uint32).astype(np.uint64)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)


def real(array, dtype):
    return (array.astype(np.uint32) << 16).view(np.float32).astype(np.float64) if dtype == "bf16" else array.astype(np.float64)


def input_tensor(parameter, shape, file, random):
    dtype = parameter["dtype"]
    if file is None and dtype in ("i32", "i64", "bool"):
        fail(1, f"input {parameter['name']} holds {dtype}: give it with --input {parameter['name']}=FILE.npy")
    array = random.uniform(-1, 1, shape).astype(np.float32) if file is None else np.load(file)
    if array.shape != shape:
        fail(1, f"{file} has the shape {array.shape}, and {parameter['name']} needs {shape}")
    if dtype == "bf16" and array.dtype != np.uint16:
        return to_bf16(array)
    return np.ascontiguousarray(array, NUMPY[dtype])


def attention(t):
    scores = t["Q"] @ np.swapaxes(t["K"], -1, -2) / np.sqrt(t["Q"].shape[-1])
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    return {"O": weights / weights.sum(-1, keepdims=True) @ t["V"]}


# What samples/attention.mcf and samples/two_gemms.mcf compute, from their inputs in double precision.
REFERENCES = {"attention": attention, "two_gemms": lambda t: {"E": t["A"] @ t["B"] @ t["D"]}}


def passed(name, out, reference, dtype):
    tolerance, rms = TOLERANCE[dtype], np.sqrt(np.mean(reference**2))
    relative, largest = np.linalg.norm(out - reference) / max(np.linalg.norm(reference), 1e-300), np.abs(out - reference).max()
    right = bool(relative <= tolerance and largest <= 10 * tolerance * rms)  # false for NaN
    print(f"{name}: relative error {relative:.1e}, largest error {largest:.1e}, tolerance {tolerance:.1e}: {'passed' if right else 'FAILED'}")
    return right


# ---- the launch --------------------------------------------------------------------------------------------------------------------------

def arguments_of(launch, axes, pointers, workspaces):
    scalars = {"i32": ctypes.c_int32, "i64": ctypes.c_int64, "f32": ctypes.c_float}
    for argument in launch["args"]:
        if "parameter" in argument:
            yield pointers[argument["parameter"]]
        elif "workspace" in argument:
            yield workspaces[argument["workspace"]]
        elif "axis" in argument:
            yield scalars[argument["dtype"]](axes[argument["axis"]])
        elif "scalar" in argument:
            kind = scalars[argument["dtype"]]
            yield kind(argument["scalar"] if kind is ctypes.c_float else int(argument["scalar"]))
        else:
            fail(1, "this sample does not make tensor maps")


def main():
    pairs = lambda texts: dict(text.split("=", 1) for text in texts or [] if "=" in text or fail(1, f"'{text}' is not NAME=VALUE"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", help="the folder with manifest.json")
    parser.add_argument("--set", action="append", metavar="AXIS=EXTENT", help="the extent of a dynamic axis")
    parser.add_argument("--input", action="append", metavar="NAME=FILE.npy", help="an input; others are random")
    parser.add_argument("--expect", action="append", metavar="NAME=FILE.npy", help="what an output must be")
    parser.add_argument("--device", type=int, default=0, help="the number of the GPU")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()

    manifest = read_package(options.package)
    axes = bind_axes(manifest, {name: int(extent) for name, extent in pairs(options.set).items()})
    driver = Driver(options.device)
    files, random, tensors, pointers = pairs(options.input), np.random.default_rng(options.seed), {}, {}
    for parameter in manifest["parameters"]:
        shape, name = tuple(evaluate(e, axes) for e in parameter["shape"]), parameter["name"]
        if parameter["direction"] == "in":
            tensors[name] = input_tensor(parameter, shape, files.get(name), random)
            pointers[name] = driver.upload(tensors[name])
        else:
            tensors[name] = np.empty(shape, NUMPY[parameter["dtype"]])
            pointers[name] = driver.allocate(tensors[name].nbytes, 0xFF)  # NaN
    workspaces = [driver.allocate(evaluate(w["bytes"], axes), 0 if w["zeroOnce"] else 0xFF) for w in manifest["workspaces"]]

    variant = next((v for v in manifest["variants"] if "guard" not in v or evaluate(v["guard"], axes)), None) or fail(1, "no variant is for these extents")
    for launch in variant["launches"]:
        shared = evaluate(launch.get("sharedBytes", 0), axes)
        function = driver.function(options.package, launch["file"], launch["entry"], shared)
        values = list(arguments_of(launch, axes, pointers, workspaces))
        addresses = (ctypes.c_void_p * len(values))(*(ctypes.addressof(v) for v in values))
        sizes = [evaluate(e, axes) for e in [*launch["grid"], *launch["block"]]]
        driver("cuLaunchKernel", function, *sizes, shared, None, addresses, None)
    driver("cuCtxSynchronize")

    inputs = {p["name"]: real(tensors[p["name"]], p["dtype"]) for p in manifest["parameters"] if p["direction"] == "in"}
    expected = {name: np.load(file) for name, file in pairs(options.expect).items()}
    if not expected and manifest["chain"] in REFERENCES:
        expected = REFERENCES[manifest["chain"]](inputs)
    right = True
    for parameter in (p for p in manifest["parameters"] if p["direction"] == "out"):
        name, dtype = parameter["name"], parameter["dtype"]
        driver.download(tensors[name], pointers[name])
        if name in expected:
            reference = real(expected[name], dtype) if expected[name].dtype == np.uint16 else expected[name].astype(np.float64)
            right &= passed(name, real(tensors[name], dtype), reference, dtype)
        else:
            print(f"{name}: not compared; give what it must be with --expect {name}=FILE.npy")
    sys.exit(0 if right else 5)


if __name__ == "__main__":
    main()
