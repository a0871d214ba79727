// E = (A B) D for a batch, written by hand: A [b,M,K], B [b,K,N], D [b,N,H], E [b,M,H], f16, row-major. K whole, N in tiles of BN, two stages.
// Before this text stand the constants M, N, K, H (K, N, H multiples of 8), BM, BN (multiples of 16). A warp owns 16 rows.
typedef unsigned short f16;
typedef unsigned u32;
#define FN static __device__ __forceinline__

FN void copy16(u32 to, const f16* from, bool live) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" :: "r"(to), "l"(from), "r"(live ? 16 : 0) : "memory");
}
FN void copy_commit() { asm volatile("cp.async.commit_group;" ::: "memory"); }
FN void copy_wait() { asm volatile("cp.async.wait_group 0;" ::: "memory"); }
FN void load4(u32 (&r)[4], u32 at) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];" : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3]) : "r"(at) : "memory");
}
FN void load4_transposed(u32 (&r)[4], u32 at) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];" : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3]) : "r"(at) : "memory");
}
FN void mma(float (&c)[4], const u32 (&a)[4], u32 b0, u32 b1) {
    asm("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3]) : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}
FN u32 pack(float low, float high) { u32 r; asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(r) : "f"(high), "f"(low)); return r; }

constexpr int WARPS = BM / 16, THREADS = WARPS * 32, KP = (K + 15) / 16 * 16, HP = (H + 15) / 16 * 16, TILES = (N + BN - 1) / BN;
constexpr int B_BYTES = KP * BN * 2, STAGE = B_BYTES + BN * HP * 2;

// The 16-byte chunk c of row r lies at chunk c ^ flip(r): no bank conflicts in ldmatrix.
template <int COLS> FN u32 place(int r, int c) {
    const int flip = COLS % 64 == 0 ? r & 7 : COLS % 32 == 0 ? r >> 1 & 3 : r >> 2 & 1;
    return r * COLS * 2 + ((c ^ flip) << 4);
}
template <int COLS> FN u32 block16(u32 tile, int row, int column, int lane) { return tile + place<COLS>(row + (lane & 15), column / 8 + (lane >> 4)); }

// A ROWS x COLS tile of a matrix; what lies beyond its edges becomes zero.
template <int ROWS, int COLS> FN void load(u32 tile, const f16* from, int stride, int rows, int columns, int thread) {
    for (int i = thread; i < ROWS * COLS / 8; i += THREADS) {
        const int r = i / (COLS / 8), c = i % (COLS / 8);
        const bool live = r < rows && c * 8 < columns;
        copy16(tile + place<COLS>(r, c), live ? from + (long long)r * stride + c * 8 : from, live);
    }
}

extern "C" __global__ void __launch_bounds__(THREADS) gemm_chain(
    const f16* __restrict__ A, const f16* __restrict__ B, const f16* __restrict__ D, f16* __restrict__ E) {
    extern __shared__ __align__(128) unsigned char memory[];
    const int thread = threadIdx.x, lane = thread & 31, warp = thread >> 5, row = blockIdx.x * BM, batch = blockIdx.y;
    const u32 stages = (u32)__cvta_generic_to_shared(memory), a_tile = stages + 2 * STAGE;
    B += (long long)batch * K * N;
    D += (long long)batch * N * H;

    load<BM, KP>(a_tile, A + ((long long)batch * M + row) * K, K, M - row, K, thread);
    load<KP, BN>(stages, B, N, K, N, thread);
    load<BN, HP>(stages + B_BYTES, D, H, N, H, thread);
    copy_commit();
    float e[HP / 8][4] = {};
    for (int t = 0; t < TILES; t++) {
        copy_wait();
        __syncthreads();                                        // tile t is here, and all are done with tile t - 1
        const u32 b_tile = stages + (t & 1) * STAGE, d_tile = b_tile + B_BYTES, next = stages + (~t & 1) * STAGE;
        if (t + 1 < TILES) {
            load<KP, BN>(next, B + (t + 1) * BN, N, K, N - (t + 1) * BN, thread);
            load<BN, HP>(next + B_BYTES, D + (long long)(t + 1) * BN * H, H, N - (t + 1) * BN, H, thread);
        }
        copy_commit();
        float c[BN / 8][4] = {};
        #pragma unroll
        for (int k = 0; k < KP; k += 16) {
            u32 a[4];
            load4(a, block16<KP>(a_tile, warp * 16, k, lane));
            #pragma unroll
            for (int n = 0; n < BN; n += 16) {
                u32 b[4];
                load4_transposed(b, block16<BN>(b_tile, k, n, lane));
                mma(c[n / 8], a, b[0], b[1]);
                mma(c[n / 8 + 1], a, b[2], b[3]);
            }
        }
        #pragma unroll
        for (int n = 0; n < BN; n += 16) {                      // two accumulator tiles are one operand
            const float (&x)[4] = c[n / 8], (&y)[4] = c[n / 8 + 1];
            const u32 a[4] = {pack(x[0], x[1]), pack(x[2], x[3]), pack(y[0], y[1]), pack(y[2], y[3])};
            #pragma unroll
            for (int h = 0; h < HP; h += 16) {
                u32 b[4];
                load4_transposed(b, block16<HP>(d_tile, n, h, lane));
                mma(e[h / 8], a, b[0], b[1]);
                mma(e[h / 8 + 1], a, b[2], b[3]);
            }
        }
    }
    const int r = row + warp * 16 + lane / 4, h0 = lane % 4 * 2;
    E += (long long)batch * M * H;
    #pragma unroll
    for (int h = 0; h < HP; h += 8) {
        if (h >= H) continue;
        if (r < M) *(u32*)(E + (long long)r * H + h + h0) = pack(e[h / 8][0], e[h / 8][1]);
        if (r + 8 < M) *(u32*)(E + (long long)(r + 8) * H + h + h0) = pack(e[h / 8][2], e[h / 8][3]);
    }
}
