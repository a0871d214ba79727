// Y = X with every run of 64 elements reversed, ROUNDS times over, in halves of the block that do not wait for each other.
// Set before: ROUNDS.
extern "C" __global__ void __launch_bounds__(128, 1) parts(const float* __restrict__ x, float* __restrict__ y) {
    const int thread = thread_index(), part = thread / 64, i = thread % 64;
    const u32 mine = shared_base() + part * 256;
    float value = x[block_index() * 128 + thread];
    for (int round = 0; round < ROUNDS; round++) {
        store_shared<0>(mine + i * 4, value);
        barrier_part<64>(part);
        value = load_shared_float<0>(mine + (63 - i) * 4);
        barrier_part<64>(part);
    }
    y[block_index() * 128 + thread] = value;
}
