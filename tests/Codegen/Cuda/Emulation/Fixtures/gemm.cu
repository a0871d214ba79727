// C = A B: A [M, K] and B [K, N] in 16 bits, C [M, N] in f32; K and N multiples of 8. 64 x 64 tiles, four warps of 16 rows each, three stages.
// Set before: Element, M, N, K.
constexpr int BM = 64, BN = 64, BK = 32, STAGES = 3, THREADS = 128;
constexpr int A_ROW = BK * 2, B_ROW = BN * 2, A_BYTES = BM * A_ROW, STAGE = A_BYTES + BK * B_ROW;
constexpr int TILES = (K + BK - 1) / BK, BLOCKS_N = (N + BN - 1) / BN;
DEVICE u32 place_a(int row, int chunk) { return row * A_ROW + ((chunk ^ (row >> 1 & 3)) << 4); }
DEVICE u32 place_b(int row, int chunk) { return A_BYTES + row * B_ROW + ((chunk ^ (row & 7)) << 4); }

DEVICE void load(u32 stage, const Element* a, const Element* b, int tile, int row0, int column0, int thread) {
    for (int i = thread; i < BM * 4; i += THREADS) {
        const int row = row0 + i / 4, k = tile * BK + i % 4 * 8;
        const bool live = row < M && k < K;
        copy_async_if<16, 0>(stage + place_a(i / 4, i % 4), live ? a + row * K + k : a, live);
    }
    for (int i = thread; i < BK * 8; i += THREADS) {
        const int k = tile * BK + i / 8, column = column0 + i % 8 * 8;
        const bool live = k < K && column < N;
        copy_async_if<16, 0>(stage + place_b(i / 8, i % 8), live ? b + k * N + column : b, live);
    }
}

extern "C" __global__ void __launch_bounds__(THREADS, 2) gemm(const Element* __restrict__ a, const Element* __restrict__ b, float* __restrict__ c) {
    const int thread = thread_index(), lane = thread & 31, warp = thread >> 5;
    const int row0 = block_index() / BLOCKS_N * BM, column0 = block_index() % BLOCKS_N * BN;
    const u32 base = shared_base();
    for (int i = 0; i < STAGES - 1; i++) {
        if (i < TILES) load(base + i * STAGE, a, b, i, row0, column0, thread);
        copy_arrive();
    }
    float sums[BN / 8][4] = {};
    for (int t = 0; t < TILES; t++) {
        copy_wait<STAGES - 2>();
        barrier_block();
        if (t + STAGES - 1 < TILES) load(base + (t + STAGES - 1) % STAGES * STAGE, a, b, t + STAGES - 1, row0, column0, thread);
        copy_arrive();
        const u32 stage = base + t % STAGES * STAGE;
        for (int k = 0; k < BK / 16; k++) {
            u32 x[4];
            load_matrices<0>(x, stage + place_a(warp * 16 + (lane & 15), k * 2 + (lane >> 4)));
            for (int j = 0; j < BN / 16; j++) {
                u32 y[4];
                load_matrices_transposed<0>(y, stage + place_b(k * 16 + (lane & 15), j * 2 + (lane >> 4)));
                Mma<Element>::add(sums[2 * j], x, y[0], y[1]);
                Mma<Element>::add(sums[2 * j + 1], x, y[2], y[3]);
            }
        }
    }
    for (int j = 0; j < BN / 8; j++)
        for (int half = 0; half < 2; half++) {
            const int row = row0 + warp * 16 + (lane >> 2) + half * 8, column = column0 + j * 8 + (lane & 3) * 2;
            if (row < M && column < N) store_global(c + row * N + column, make_float2(sums[j][2 * half], sums[j][2 * half + 1]));
        }
}
