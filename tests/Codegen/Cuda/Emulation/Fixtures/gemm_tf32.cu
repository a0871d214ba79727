// C = A B in f32 with tf32 products: A [M, K], B [N, K] stored by columns of B. A warp makes 16 x 8 elements, straight from global memory.
// Set before: M, N, K.
extern "C" __global__ void __launch_bounds__(64, 1) gemm_tf32(const float* __restrict__ a, const float* __restrict__ b, float* __restrict__ c) {
    const int lane = thread_index() & 31, tile = block_index() * 2 + (thread_index() >> 5);
    const int row0 = tile / ((N + 7) / 8) * 16, column0 = tile % ((N + 7) / 8) * 8, group = lane >> 2, in_group = lane & 3;
    auto at = [&](const float* x, int row, int rows, int k) { return row < rows && k < K ? round_tf32(x[row * K + k]) : 0u; };
    float sum[4];
    for (int k = 0; k < K; k += 8) {
        const u32 x[4] = {at(a, row0 + group, M, k + in_group), at(a, row0 + group + 8, M, k + in_group),
                          at(a, row0 + group, M, k + in_group + 4), at(a, row0 + group + 8, M, k + in_group + 4)};
        const u32 y0 = at(b, column0 + group, N, k + in_group), y1 = at(b, column0 + group, N, k + in_group + 4);
        if (k == 0) Mma<float>::first(sum, x, y0, y1);
        else Mma<float>::add(sum, x, y0, y1);
    }
    for (int i = 0; i < 4; i++) {
        const int row = row0 + group + i / 2 * 8, column = column0 + in_group * 2 + i % 2;
        if (row < M && column < N) c[row * N + column] = sum[i];
    }
}
