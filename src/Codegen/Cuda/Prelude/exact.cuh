// Contractions in f32 for the same fragments, without tensor cores (f32: exact products) and with them (tf32).

// Element (row, k) of A in a tile with rows of k, or transposed; element (k, col) of B in a tile with rows of columns, or of k (n-major).
template <class T, int COLS, bool TRANSPOSED> struct SharedMatrix {
    u32 tile;
    int row0, col0;
    __device__ __forceinline__ float operator()(int r, int c) const { return read_shared<T>(tile + (TRANSPOSED ? Tile<T, COLS>::element(c + col0, r + row0) : Tile<T, COLS>::element(r + row0, c + col0))); }
};
template <int R, int C> DEVICE void add_products(Fragment<R, C>& c, const float (&left)[R / 8], const float (&right)[C / 4]) {
    #pragma unroll
    for (int i = 0; i < R / 8; i++) {
        #pragma unroll
        for (int j = 0; j < C / 4; j++) { float& x = c.v[i / 2][j / 2][i % 2 * 2 + j % 2]; x = fma(left[i], right[j], x); }
    }
}
template <bool FIRST, int K, class A, class B, int R, int C> DEVICE void multiply_exact(Fragment<R, C>& c, const A& a, const B& b, int lane) {
    if constexpr (FIRST) c.fill(0);
    #pragma unroll 4
    for (int k = 0; k < K; k++) {
        float left[R / 8], right[C / 4];
        #pragma unroll
        for (int i = 0; i < R / 8; i++) left[i] = a(i * 8 + (lane >> 2), k);
        #pragma unroll
        for (int j = 0; j < C / 4; j++) right[j] = b(k, j / 2 * 8 + (lane & 3) * 2 + j % 2);
        add_products(c, left, right);
    }
}
// A in accumulators: the lane of the quad that holds the element passes it on.
template <bool FIRST, int K, class B, int R, int C> DEVICE void multiply_exact(Fragment<R, C>& c, const Fragment<R, K>& a, const B& b, int lane) {
    if constexpr (FIRST) c.fill(0);
    #pragma unroll
    for (int k = 0; k < K; k++) {
        float left[R / 8], right[C / 4];
        #pragma unroll
        for (int i = 0; i < R / 8; i++) left[i] = shuffle(a.v[i / 2][k / 8][i % 2 * 2 + k % 2], (lane & ~3) + k % 8 / 2);
        #pragma unroll
        for (int j = 0; j < C / 4; j++) right[j] = b(k, j / 2 * 8 + (lane & 3) * 2 + j % 2);
        add_products(c, left, right);
    }
}
// tf32. A sum over k may be taken in any order: k = 2q and 2q + 1 stand for q and q + 4 of both operands, so that accumulators are operands as they are.
template <class B, int J> DEVICE void multiply_tf32_step(float (&c)[J][4], const u32 (&a)[4], const B& b, int k, int lane) {
    #pragma unroll
    for (int j = 0; j < J; j++) {
        const int row = k + (lane & 3) * 2, col = j * 8 + (lane >> 2);
        Mma<float>::add(c[j], a, round_tf32(b(row, col)), round_tf32(b(row + 1, col)));
    }
}
template <bool FIRST, int K, class A, class B, int R, int C> DEVICE void multiply_tf32(Fragment<R, C>& c, const A& a, const B& b, int lane) {
    if constexpr (FIRST) c.fill(0);
    #pragma unroll 2
    for (int k = 0; k < K; k += 8) {
        #pragma unroll
        for (int i = 0; i < R / 16; i++) {
            const int row = i * 16 + (lane >> 2), col = k + (lane & 3) * 2;
            const u32 left[4] = {round_tf32(a(row, col)), round_tf32(a(row + 8, col)), round_tf32(a(row, col + 1)), round_tf32(a(row + 8, col + 1))};
            multiply_tf32_step(c.v[i], left, b, k, lane);
        }
    }
}
template <bool FIRST, int K, class B, int R, int C> DEVICE void multiply_tf32(Fragment<R, C>& c, const Fragment<R, K>& a, const B& b, int lane) {
    if constexpr (FIRST) c.fill(0);
    each2<K / 8, R / 16>([&](auto k, auto i) {
        const u32 left[4] = {round_tf32(a.v[i][k][0]), round_tf32(a.v[i][k][2]), round_tf32(a.v[i][k][1]), round_tf32(a.v[i][k][3])};
        multiply_tf32_step(c.v[i], left, b, k * 8, lane);
    });
}
