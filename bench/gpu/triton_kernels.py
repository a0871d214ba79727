"""Two kernels written by hand in Triton, the fused forms that a GPU programmer would write first: a GEMM chain, and attention with online softmax.

Tensors are dense and row-major with a batch in front; the edges are masked."""
import triton
import triton.language as tl


@triton.jit
def nothing(X):
    """What any launch costs."""
    pass


@triton.jit
def gemm_chain(A, B, D, O, M, N, K, H, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr, BLOCK_K: tl.constexpr, BLOCK_H: tl.constexpr):
    """O[b] = (A[b] B[b]) D[b]. A block of C = A B lives in registers; columns of H that stand in different programs compute it again."""
    batch = tl.program_id(2).to(tl.int64)
    A += batch * M * K
    B += batch * K * N
    D += batch * N * H
    O += batch * M * H
    m = tl.program_id(0) * BLOCK_M + tl.arange(0, BLOCK_M)
    h = tl.program_id(1) * BLOCK_H + tl.arange(0, BLOCK_H)
    result = tl.zeros((BLOCK_M, BLOCK_H), tl.float32)
    for start in range(0, N, BLOCK_N):
        n = start + tl.arange(0, BLOCK_N)
        middle = tl.zeros((BLOCK_M, BLOCK_N), tl.float32)
        for first in range(0, K, BLOCK_K):
            k = first + tl.arange(0, BLOCK_K)
            left = tl.load(A + m[:, None] * K + k[None, :], mask=(m < M)[:, None] & (k < K)[None, :], other=0.0)
            right = tl.load(B + k[:, None] * N + n[None, :], mask=(k < K)[:, None] & (n < N)[None, :], other=0.0)
            middle = tl.dot(left, right, middle)
        last = tl.load(D + n[:, None] * H + h[None, :], mask=(n < N)[:, None] & (h < H)[None, :], other=0.0)
        result = tl.dot(middle.to(last.dtype), last, result)
    tl.store(O + m[:, None] * H + h[None, :], result.to(O.dtype.element_ty), mask=(m < M)[:, None] & (h < H)[None, :])


@triton.jit
def attention(Q, K, V, O, scale, M, N, DK, DV, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr, BLOCK_K: tl.constexpr, BLOCK_H: tl.constexpr):
    """O[b] = softmax(Q[b] K[b]^T / sqrt(DK)) V[b]; scale has log2(e) in it, so that exponentials are powers of two."""
    batch = tl.program_id(1).to(tl.int64)
    Q += batch * M * DK
    K += batch * N * DK
    V += batch * N * DV
    O += batch * M * DV
    m = tl.program_id(0) * BLOCK_M + tl.arange(0, BLOCK_M)
    k = tl.arange(0, BLOCK_K)
    h = tl.arange(0, BLOCK_H)
    query = tl.load(Q + m[:, None] * DK + k[None, :], mask=(m < M)[:, None] & (k < DK)[None, :], other=0.0)
    peak = tl.full((BLOCK_M,), float("-inf"), tl.float32)
    total = tl.zeros((BLOCK_M,), tl.float32)
    result = tl.zeros((BLOCK_M, BLOCK_H), tl.float32)
    for start in range(0, N, BLOCK_N):
        n = start + tl.arange(0, BLOCK_N)
        key = tl.load(K + n[:, None] * DK + k[None, :], mask=(n < N)[:, None] & (k < DK)[None, :], other=0.0)
        logits = tl.dot(query, key.T) * scale
        logits = tl.where((n < N)[None, :], logits, float("-inf"))
        higher = tl.maximum(peak, tl.max(logits, 1))
        weights = tl.exp2(logits - higher[:, None])
        shrink = tl.exp2(peak - higher)
        total = total * shrink + tl.sum(weights, 1)
        value = tl.load(V + n[:, None] * DV + h[None, :], mask=(n < N)[:, None] & (h < DV)[None, :], other=0.0)
        result = tl.dot(weights.to(value.dtype), value, result * shrink[:, None])
        peak = higher
    tl.store(O + m[:, None] * DV + h[None, :], (result / total[:, None]).to(O.dtype.element_ty), mask=(m < M)[:, None] & (h < DV)[None, :])
