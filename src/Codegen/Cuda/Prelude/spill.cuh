// Registers to a tile in shared memory that all warps read.
template <class T, int R, int C> DEVICE void spill(u32 tile, const Fragment<R, C>& s, int row0, int lane) {
    each2<R / 16, C / 8>([&](auto i, auto j) {
        each<2>([&](auto r) {
            const u32 at = tile + Tile<T, C>::element(row0 + row_of(i, r * 2, lane), col_of(j, 0, lane));
            if constexpr (sizeof(T) == 2) store_shared<0>(at, pack<T>(s.v[i][j][2 * r], s.v[i][j][2 * r + 1]));
            else store_shared<0>(at, s.v[i][j][2 * r], s.v[i][j][2 * r + 1]);
        });
    });
}
template <int R> DEVICE void spill(u32 tile, const Rows<R>& x, int row0, int lane) {
    each2<R / 16, 2>([&](auto i, auto r) { if ((lane & 3) == 0) store_shared<0>(tile + (row0 + row_of(i, r * 2, lane)) * 4, x.v[i][r]); });
}
