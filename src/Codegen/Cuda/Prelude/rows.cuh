// One value for each row of a fragment, the same in the four lanes that share the row: v[i][r] is row i * 16 + lane / 4 + r * 8.
template <int R> struct Rows {
    static constexpr int I = R / 16;
    float v[I][2];
    __device__ __forceinline__ void fill(float x) { each2<I, 2>([&](auto i, auto r) { v[i][r] = x; }); }
};
DEVICE float quad_max(float x) { x = maximum(x, shuffle_xor(x, 1)); return maximum(x, shuffle_xor(x, 2)); }
DEVICE float quad_max_nan(float x) { x = maximum_nan(x, shuffle_xor(x, 1)); return maximum_nan(x, shuffle_xor(x, 2)); }
DEVICE float quad_min_nan(float x) { x = minimum_nan(x, shuffle_xor(x, 1)); return minimum_nan(x, shuffle_xor(x, 2)); }
DEVICE float quad_sum(float x) { x += shuffle_xor(x, 1); return x + shuffle_xor(x, 2); }
template <int R, int C> DEVICE void fold_max(Rows<R>& rows, const Fragment<R, C>& s) {
    each2<R / 16, 2>([&](auto i, auto r) {
        float x = maximum_nan(s.v[i][0][2 * r], s.v[i][0][2 * r + 1]);
        #pragma unroll
        for (int j = 1; j < C / 8; j++) x = maximum_nan(x, maximum_nan(s.v[i][j][2 * r], s.v[i][j][2 * r + 1]));
        rows.v[i][r] = maximum_nan(rows.v[i][r], quad_max_nan(x));
    });
}
template <int R, int C> DEVICE void fold_min(Rows<R>& rows, const Fragment<R, C>& s) {
    each2<R / 16, 2>([&](auto i, auto r) {
        float x = minimum_nan(s.v[i][0][2 * r], s.v[i][0][2 * r + 1]);
        #pragma unroll
        for (int j = 1; j < C / 8; j++) x = minimum_nan(x, minimum_nan(s.v[i][j][2 * r], s.v[i][j][2 * r + 1]));
        rows.v[i][r] = minimum_nan(rows.v[i][r], quad_min_nan(x));
    });
}
template <int R, int C> DEVICE void fold_sum(Rows<R>& rows, const Fragment<R, C>& s) {
    each2<R / 16, 2>([&](auto i, auto r) {
        float x = s.v[i][0][2 * r] + s.v[i][0][2 * r + 1];
        #pragma unroll
        for (int j = 1; j < C / 8; j++) x += s.v[i][j][2 * r] + s.v[i][j][2 * r + 1];
        rows.v[i][r] += quad_sum(x);
    });
}
