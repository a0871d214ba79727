// Stores the fragments of a warp as rows of STRIDE elements in global memory; rows from `rows` on and columns from `cols` on are left out where
// ROW_EDGE and COL_EDGE say that there are such. WIDTH: the bytes that all rows are aligned to, at most 16.
// 16-bit elements pass through 16 rows of the warp's own in shared memory, so that whole sectors are written.
template <class T, i64 STRIDE, int WIDTH, bool ROW_EDGE, bool COL_EDGE, int R, int C> DEVICE void store_rows(const Fragment<R, C>& o, u32 own, T* to, int rows, int cols, int lane) {
    using S = Tile<T, C>;
    constexpr int CHUNKS = C / 8;
    const u32 at = own + S::chunk(lane >> 2, 0) + (lane & 3) * 4;
    each<R / 16>([&](auto i) {
        barrier_warp();
        each<C / 8>([&](auto J) {
            constexpr int j = decltype(J)::value, V = S::VARIANTS;
            store_shared<j / V * V * 16>(at ^ (j % V * 16), pack<T>(o.v[i][j][0], o.v[i][j][1]));
            store_shared<j / V * V * 16 + 8 * S::ROW>(at ^ (j % V * 16), pack<T>(o.v[i][j][2], o.v[i][j][3]));
        });
        barrier_warp();
        #pragma unroll
        for (int j = 0; j < CHUNKS / 2; j++) {
            const int x = lane + j * 32, r = x / CHUNKS, c = x % CHUNKS * 8, row = i * 16 + r;
            if ((ROW_EDGE && row >= rows) || (COL_EDGE && c >= cols)) continue;
            const uint4 part = load_shared_128<0>(own + S::chunk(r, c / 8));
            T* const row_at = to + row * STRIDE + c;
            if constexpr (WIDTH == 16) store_global(row_at, part);
            else {
                const u32 words[4] = {part.x, part.y, part.z, part.w};
                #pragma unroll
                for (int e = 0; e < 8; e++) if (!COL_EDGE || c + e < cols) row_at[e].bits = (u16)(words[e / 2] >> e % 2 * 16);
            }
        }
    });
}
template <i64 STRIDE, int WIDTH, bool ROW_EDGE, bool COL_EDGE, int R, int C> DEVICE void store_rows(const Fragment<R, C>& o, u32, float* to, int rows, int cols, int lane) {
    each2<R / 16, 2>([&](auto i, auto r) {
        const int row = i * 16 + (lane >> 2) + r * 8;
        if (ROW_EDGE && row >= rows) return;
        #pragma unroll
        for (int j = 0; j < C / 8; j++) {
            const int c = j * 8 + (lane & 3) * 2;
            float* const at = to + row * STRIDE + c;
            if constexpr (WIDTH >= 8) { if (!COL_EDGE || c < cols) store_global(at, make_float2(o.v[i][j][2 * r], o.v[i][j][2 * r + 1])); }
            else {
                if (!COL_EDGE || c < cols) at[0] = o.v[i][j][2 * r];
                if (!COL_EDGE || c + 1 < cols) at[1] = o.v[i][j][2 * r + 1];
            }
        }
    });
}
// Elements wherever they belong: RS and CS apart along rows and columns.
template <i64 RS, i64 CS, class T, int R, int C> DEVICE void store_elements(const Fragment<R, C>& o, T* to, int rows, int cols, int lane) {
    #pragma unroll
    for (int n = 0; n < R * C / 32; n++) {
        const int i = n / 4 / (C / 8), j = n / 4 % (C / 8), e = n % 4, row = row_of(i, e, lane), col = col_of(j, e, lane);
        if (row < rows && col < cols) to[row * RS + col * CS] = from_float<T>(o.v[i][j][e]);
    }
}
template <i64 RS, class T, int R> DEVICE void store_values(const Rows<R>& x, T* to, int rows, int lane) {
    each2<R / 16, 2>([&](auto i, auto r) {
        const int row = row_of(i, r * 2, lane);
        if ((lane & 3) == 0 && row < rows) to[row * RS] = from_float<T>(x.v[i][r]);
    });
}
