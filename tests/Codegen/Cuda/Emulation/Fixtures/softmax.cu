// Y = softmax over the columns of X [M, N]. Four neighbouring lanes share a row; a warp has 8 rows, a block 16.
// Set before: M, N.
extern "C" __global__ void __launch_bounds__(64, 1) softmax(const float* __restrict__ x, float* __restrict__ y) {
    const int thread = thread_index(), row = block_index() * 16 + thread / 4, part = thread % 4;
    float top = -1e30f, sum = 0;
    for (int n = part; n < (N + 3) / 4 * 4; n += 4) {
        const float value = row < M && n < N ? x[row * N + n] * 1.44269504f : -1e38f;
        if (any_lane(value > top)) {
            const float now = maximum(top, value);
            sum *= ex2(top - now);
            top = now;
        }
        sum += ex2(value - top);
    }
    float all = maximum(top, shuffle_xor(top, 1));
    all = maximum(all, shuffle_xor(all, 2));
    sum *= ex2(top - all);
    sum += shuffle_xor(sum, 1);
    sum += shuffle_xor(sum, 2);
    const float total = shuffle(sum, thread & 28);
    for (int n = part; n < N; n += 4)
        if (row < M) y[row * N + n] = ex2(fma(x[row * N + n], 1.44269504f, -all)) / total;
}
