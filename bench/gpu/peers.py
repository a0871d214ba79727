"""The peers of a shape: everything that PyTorch and hand-written Triton have for it. Each is a function that queues its work on the current stream and returns the output."""
import itertools, math


def chain_peers(torch, case, tensors):
    """O = (A B) D, the intermediate in f16, as PyTorch does it."""
    a, b, d = tensors
    yield "eager matmul", lambda: torch.matmul(torch.matmul(a, b), d)
    middle = torch.empty(case.b, case.m, case.n, dtype=a.dtype, device="cuda")
    out = torch.empty(case.b, case.m, case.h, dtype=a.dtype, device="cuda")

    def preallocated():
        torch.bmm(a, b, out=middle)
        return torch.bmm(middle, d, out=out)
    yield "cuBLAS, preallocated", preallocated
    if case.b == 1:
        a2, b2, d2, middle2, out2 = a[0], b[0], d[0], middle[0], out[0]

        def flat():
            torch.mm(a2, b2, out=middle2)
            return torch.mm(middle2, d2, out=out2).unsqueeze(0)
        yield "cuBLAS, 2-D", flat
    yield "torch.compile, max-autotune", compiled(torch, lambda x, y, z: torch.matmul(torch.matmul(x, y), z), (a, b, d), {})
    yield "torch.compile, two-GEMM fusion", compiled(torch, lambda x, y, z: torch.matmul(torch.matmul(x, y), z), (a, b, d), {"b2b_gemm_pass": True})


def attention_peers(torch, case, tensors):
    q, k, v = (t.unsqueeze(0) for t in tensors)  # one sequence of b heads
    scale = 1 / math.sqrt(case.k)
    from torch.nn import attention, functional

    def eager():
        return torch.softmax(q @ k.transpose(-1, -2) * scale, -1) @ v
    yield "eager", lambda: eager()[0]
    yield "torch.compile, max-autotune", compiled(torch, lambda x, y, z: (torch.softmax(x @ y.transpose(-1, -2) * scale, -1) @ z)[0], (q, k, v), {})
    for name in ("CUDNN_ATTENTION", "FLASH_ATTENTION", "EFFICIENT_ATTENTION"):
        backend = getattr(attention.SDPBackend, name, None)
        if backend is None:
            continue

        def scaled(backend=backend):
            with attention.sdpa_kernel(backend):
                return functional.scaled_dot_product_attention(q, k, v)[0]
        yield name.lower().replace("_", " "), scaled
    yield "FlexAttention", compiled(torch, flex, (q, k, v), {})


def compiled(torch, function, arguments, options):
    """Compiled on the first call. Settings are those of max-autotune without its own CUDA graphs; the pass that fuses two GEMMs is off by default."""
    ready = []

    def run():
        if not ready:
            from torch._inductor import config as inductor
            settings = dict(torch._inductor.list_mode_options("max-autotune-no-cudagraphs"))
            settings.update({name: value for name, value in options.items() if hasattr(inductor, name)})
            ready.append(torch.compile(function, options=settings, dynamic=False))
        return ready[0](*arguments)
    return run


def flex(query, key, value):
    from torch.nn.attention.flex_attention import flex_attention
    return flex_attention(query, key, value)[0]


def triton_peers(torch, case, tensors):
    """Hand-written kernels in a few configurations; what needs too much shared memory or registers drops out."""
    import triton
    import triton_kernels as kernels
    x, y, z = tensors
    out = torch.empty(case.b, case.m, case.h, dtype=x.dtype, device="cuda")
    power = triton.next_power_of_2
    for (bm, warps), bn, stages in itertools.product([(16, 2), (32, 4), (64, 4), (128, 8)], [64, 128], [2, 3]):
        if bn > case.n or case.b * math.ceil(case.m / (2 * bm)) >= 264 and bm < 64:
            continue
        if case.is_attention:
            arguments = dict(BLOCK_M=bm, BLOCK_N=bn, BLOCK_K=power(case.k), BLOCK_H=power(case.h))
            grid = (triton.cdiv(case.m, bm), case.b)

            def run(arguments=arguments, grid=grid, warps=warps, stages=stages):
                kernels.attention[grid](
                    x, y, z, out, math.log2(math.e) / math.sqrt(case.k), case.m, case.n, case.k, case.h, num_warps=warps, num_stages=stages, **arguments)
                return out
            yield f"Triton {bm}x{bn}, {warps} warps, {stages} stages", run
            continue
        for bh in {power(case.h), min(64, power(case.h))}:
            arguments = dict(BLOCK_M=bm, BLOCK_N=bn, BLOCK_K=min(power(case.k), 128), BLOCK_H=bh)
            grid = (triton.cdiv(case.m, bm), triton.cdiv(case.h, bh), case.b)

            def run(arguments=arguments, grid=grid, warps=warps, stages=stages):
                kernels.gemm_chain[grid](x, y, z, out, case.m, case.n, case.k, case.h, num_warps=warps, num_stages=stages, **arguments)
                return out
            yield f"Triton {bm}x{bn}x{bh}, {warps} warps, {stages} stages", run


def library_peers(torch, case, tensors):
    return attention_peers(torch, case, tensors) if case.is_attention else chain_peers(torch, case, tensors)


def is_compiled(name):
    """Whether a peer takes long to get ready."""
    return name.startswith(("torch.compile", "FlexAttention"))


# What there is to try, for a machine without PyTorch.
NAMES = {
    False: ["eager matmul", "cuBLAS, preallocated", "cuBLAS, 2-D", "torch.compile, max-autotune", "torch.compile, two-GEMM fusion", "Triton"],
    True: ["eager", "torch.compile, max-autotune", "cudnn attention", "flash attention", "efficient attention", "FlexAttention", "Triton"],
}
