// Merging what the parts of a split loop made. Accumulators are handed on as they lie in registers: 16 bytes a lane and block, side by side.
// An exchange is shared memory of the block, or device memory that the last block reads.
struct SharedExchange {
    u32 at;
    template <int D> __device__ __forceinline__ void put(int lane, float4 x) const { store_shared<D>(at + lane * 16, x); }
    template <int D> __device__ __forceinline__ float4 get(int lane) const { return load_shared_float4<D>(at + lane * 16); }
    __device__ __forceinline__ SharedExchange next(int bytes) const { return {at + bytes}; }
};
struct GlobalExchange {
    char* at;
    template <int D> __device__ __forceinline__ void put(int lane, float4 x) const { store_global(at + D + lane * 16, x); }
    template <int D> __device__ __forceinline__ float4 get(int lane) const { return load_global_float4(at + D + lane * 16); }
    __device__ __forceinline__ GlobalExchange next(int bytes) const { return {at + bytes}; }
};
template <class X, int R, int C> DEVICE void deposit(const X& x, const Fragment<R, C>& s, int lane) {
    each2<R / 16, C / 8>([&](auto i, auto j) {
        constexpr int D = (decltype(i)::value * (C / 8) + decltype(j)::value) * 512;
        x.template put<D>(lane, make_float4(s.v[i][j][0], s.v[i][j][1], s.v[i][j][2], s.v[i][j][3]));
    });
}
// to = the sum over the parts, in their order, of its columns: the share of `owner` in C. Parts are PART_BYTES apart.
template <int PARTS, int PART_BYTES, int C, class X, int R, int SHARE> DEVICE void collect(const X& x, Fragment<R, SHARE>& to, int owner, int lane) {
    to.fill(0);
    each2<R / 16, SHARE / 8>([&](auto i, auto j) {
        constexpr int D = (decltype(i)::value * (C / 8) + decltype(j)::value) * 512;
        const X from = x.next(owner * (SHARE / 8 * 512));
        each<PARTS>([&](auto p) {
            const float4 y = from.template get<D + decltype(p)::value * PART_BYTES>(lane);
            to.v[i][j][0] += y.x; to.v[i][j][1] += y.y; to.v[i][j][2] += y.z; to.v[i][j][3] += y.w;
        });
    });
}
// The same with a weight for each part and row.
template <int PARTS, int PART_BYTES, int C, class X, int R, int SHARE> DEVICE void collect(const X& x, Fragment<R, SHARE>& to, const float (&weight)[PARTS][R / 16][2], int owner, int lane) {
    to.fill(0);
    each2<R / 16, SHARE / 8>([&](auto i, auto j) {
        constexpr int D = (decltype(i)::value * (C / 8) + decltype(j)::value) * 512;
        const X from = x.next(owner * (SHARE / 8 * 512));
        each<PARTS>([&](auto p) {
            const float4 y = from.template get<D + decltype(p)::value * PART_BYTES>(lane);
            const float low = weight[p][i][0], high = weight[p][i][1];
            to.v[i][j][0] = fma(y.x, low, to.v[i][j][0]); to.v[i][j][1] = fma(y.y, low, to.v[i][j][1]);
            to.v[i][j][2] = fma(y.z, high, to.v[i][j][2]); to.v[i][j][3] = fma(y.w, high, to.v[i][j][3]);
        });
    });
}
// Values of rows: a lane hands on its two rows of a block of 16.
template <class X, int R> DEVICE void deposit(const X& x, const Rows<R>& s, int lane) {
    each<R / 16>([&](auto i) { constexpr int D = decltype(i)::value * 512; x.template put<D>(lane, make_float4(s.v[i][0], s.v[i][1], 0, 0)); });
}
template <int PARTS, int PART_BYTES, class X, int R, class F> DEVICE void collect(const X& x, Rows<R>& to, int lane, F&& fold) {
    each2<R / 16, PARTS>([&](auto i, auto p) {
        const float4 y = x.template get<decltype(i)::value * 512 + decltype(p)::value * PART_BYTES>(lane);
        to.v[i][0] = p == 0 ? y.x : fold(to.v[i][0], y.x);
        to.v[i][1] = p == 0 ? y.y : fold(to.v[i][1], y.y);
    });
}
template <class X, int R> DEVICE void deposit(const X& x, const Softmax<R>& s, int lane) {
    each<R / 16>([&](auto i) { constexpr int D = decltype(i)::value * 512; x.template put<D>(lane, make_float4(s.max[i][0], s.max[i][1], s.sum[i][0], s.sum[i][2])); });
}
// The common maximum and sum; the weight of a part is what its share of the maximum lags behind.
template <int PARTS, int PART_BYTES, class X, int R> DEVICE void collect(const X& x, Softmax<R>& to, float (&weight)[PARTS][R / 16][2], int lane) {
    each<R / 16>([&](auto i) {
        float4 y[PARTS];
        to.start_rows(i);
        each<PARTS>([&](auto p) {
            y[p] = x.template get<decltype(i)::value * 512 + decltype(p)::value * PART_BYTES>(lane);
            to.max[i][0] = maximum(to.max[i][0], y[p].x);
            to.max[i][1] = maximum(to.max[i][1], y[p].y);
        });
        each<PARTS>([&](auto p) {
            weight[p][i][0] = ex2(y[p].x - to.max[i][0]);
            weight[p][i][1] = ex2(y[p].y - to.max[i][1]);
            to.sum[i][0] = fma(y[p].z, weight[p][i][0], to.sum[i][0]);
            to.sum[i][2] = fma(y[p].w, weight[p][i][1], to.sum[i][2]);
        });
    });
}
// Draws the block's ticket for its group of PARTS; true for the block that comes last, which resets it.
template <int PARTS> DEVICE bool is_last_block(u32* ticket, u32 drawn_at) {
    fence_device();
    barrier_block();
    if (thread_index() == 0) store_shared<0>(drawn_at, draw_ticket(ticket));
    barrier_block();
    const bool last = load_shared_32<0>(drawn_at) == PARTS - 1;
    if (last && thread_index() == 0) *ticket = 0;
    if (last) fence_device();
    return last;
}
