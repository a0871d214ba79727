// Online softmax in base 2 (Milakov and Gimelshein 2018, rescaled as in FlashAttention). `max` is in scaled units. It may lag behind the true maximum
// by SLACK: p is then at most 256, and the quotient of the sums is the same. LOWEST is finite, so that a row of -inf alone gives p = 0.
// The sums of rows (i, 0) and (i, 1) are sum[i][0] and sum[i][2]; the other two are what products with ones leave there.
template <int R> struct Softmax {
    static constexpr int I = R / 16;
    static constexpr float SLACK = 8, LOWEST = -1.7e38f;
    float max[I][2], sum[I][4];
    __device__ __forceinline__ void start() {
        each<I>([&](auto i) { start_rows(i); });
    }
    __device__ __forceinline__ void start_rows(int i) { max[i][0] = max[i][1] = LOWEST; sum[i][0] = sum[i][1] = sum[i][2] = sum[i][3] = 0; }
    // s becomes ex2(s * scale - max), scale > 0. rescale(i, r, factor) multiplies what was accumulated for row (i, r) before; it runs seldom:
    // only where some lane saw a value that beats the maximum in use by more than SLACK.
    template <int C, class F> __device__ __forceinline__ void update(Fragment<R, C>& s, float scale, F&& rescale) {
        each<I>([&](auto i) {
            float top[2];
            each<2>([&](auto r) {
                top[r] = maximum(s.v[i][0][2 * r], s.v[i][0][2 * r + 1]);
                #pragma unroll
                for (int j = 1; j < C / 8; j++) top[r] = maximum(top[r], maximum(s.v[i][j][2 * r], s.v[i][j][2 * r + 1]));
            });
            if (any_lane(top[0] * scale > max[i][0] + SLACK || top[1] * scale > max[i][1] + SLACK)) {
                each<2>([&](auto r) {
                    const float now = maximum(max[i][r], quad_max(top[r]) * scale), factor = ex2(max[i][r] - now);
                    max[i][r] = now;
                    sum[i][2 * r] *= factor;
                    sum[i][2 * r + 1] *= factor;
                    rescale(i, r, factor);
                });
            }
            #pragma unroll
            for (int n = 0; n < C / 2; n++) { float& x = s.v[i][n / 4][n % 4]; x = ex2(fma(x, scale, -max[i][n % 4 / 2])); }
        });
    }
    template <int C> __device__ __forceinline__ void add(const Fragment<R, C>& p) {
        each2<I, 2>([&](auto i, auto r) {
            float x = 0;
            #pragma unroll
            for (int j = 0; j < C / 8; j++) { x += p.v[i][j][2 * r]; x += p.v[i][j][2 * r + 1]; }
            sum[i][2 * r] += quad_sum(x);
        });
    }
    // Row sums as a product with ones: of the rounded values that the next product uses, and with no shuffle.
    template <class T, int K> __device__ __forceinline__ void add(const Operand<T, R, K>& p) {
        each2<K / 16, I>([&](auto k, auto i) { Mma<T>::add(sum[i], p.v[k][i], pack<T>(1, 1), pack<T>(1, 1)); });
    }
    // 1 / sum, 0 for a row without weight.
    __device__ __forceinline__ float inverse(int i, int r) const { return sum[i][2 * r] == 0 ? 0.f : 1.f / sum[i][2 * r]; }
};
template <int R, int C> DEVICE void normalize(Fragment<R, C>& to, const Fragment<R, C>& from, const Softmax<R>& s) {
    each2<R / 16, 2>([&](auto i, auto r) {
        const float factor = s.inverse(i, r);
        #pragma unroll
        for (int j = 0; j < C / 8; j++) { to.v[i][j][2 * r] = from.v[i][j][2 * r] * factor; to.v[i][j][2 * r + 1] = from.v[i][j][2 * r + 1] * factor; }
    });
}
template <int R> DEVICE void normalize(Rows<R>& to, const Rows<R>& from, const Softmax<R>& s) {
    each2<R / 16, 2>([&](auto i, auto r) { to.v[i][r] = from.v[i][r] * s.inverse(i, r); });
}
