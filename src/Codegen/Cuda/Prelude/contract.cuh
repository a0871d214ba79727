// Accumulators of a warp: R rows and C columns in blocks of 16 x 8, the layout of mma.
// v[i][j][e] is row i * 16 + lane / 4 + e / 2 * 8, column j * 8 + lane % 4 * 2 + e % 2.
template <int R, int C> struct Fragment {
    static constexpr int I = R / 16, J = C / 8;
    float v[I][J][4];
    __device__ __forceinline__ void fill(float x) {
        #pragma unroll
        for (int n = 0; n < I * J * 4; n++) v[n / 4 / J][n / 4 % J][n % 4] = x;
    }
    __device__ __forceinline__ void scale_row(int i, int r, float factor) {
        #pragma unroll
        for (int j = 0; j < J; j++) { v[i][j][2 * r] *= factor; v[i][j][2 * r + 1] *= factor; }
    }
    // f(value, i, j, e) for every element, all but the value constants.
    template <class F> __device__ __forceinline__ void apply(F&& f) {
        each3<I, J, 4>([&](auto i, auto j, auto e) { f(v[i][j][e], i, j, e); });
    }
};
// Where elements of a fragment lie, within the warp's part of the tile.
DEVICE int row_of(int i, int e, int lane) { return i * 16 + (lane >> 2) + e / 2 * 8; }
DEVICE int col_of(int j, int e, int lane) { return j * 8 + (lane & 3) * 2 + e % 2; }

// A left operand in registers: R rows, K columns of 16-bit elements, in the layout of mma.
template <class T, int R, int K> struct Operand {
    u32 v[K / 16][R / 16][4];
    // Two blocks of accumulators are one block of an operand.
    __device__ __forceinline__ void pack_from(const Fragment<R, K>& s) {
        each2<K / 16, R / 16>([&](auto k, auto i) {
            #pragma unroll
            for (int x = 0; x < 4; x++) v[k][i][x] = pack<T>(s.v[i][2 * k + x / 2][x % 2 * 2], s.v[i][2 * k + x / 2][x % 2 * 2 + 1]);
        });
    }
    // at: the address of row 0, column 0 with the lane's part.
    template <class TILE, bool TRANSPOSED> __device__ __forceinline__ void load(u32 at) {
        each2<K / 16, R / 16>([&](auto k, auto i) {
            if constexpr (TRANSPOSED) TILE::template block<decltype(k)::value, decltype(i)::value, true>(v[k][i], at);
            else TILE::template block<decltype(i)::value, decltype(k)::value, false>(v[k][i], at);
        });
    }
};

// c = A B, or c += A B, over K, on tensor cores. A: registers, or a tile with rows of K (or, transposed, of the rows' axis); B: a tile with
// rows of the columns' axis (k-major), or of K (n-major).
template <bool FIRST, class T, int I, int J> DEVICE void multiply_step(float (&c)[I][J][4], const u32 (&a)[I][4], const u32 (&b)[4], int j) {
    #pragma unroll
    for (int i = 0; i < I; i++) {
        if constexpr (FIRST) { Mma<T>::first(c[i][2 * j], a[i], b[0], b[1]); Mma<T>::first(c[i][2 * j + 1], a[i], b[2], b[3]); }
        else { Mma<T>::add(c[i][2 * j], a[i], b[0], b[1]); Mma<T>::add(c[i][2 * j + 1], a[i], b[2], b[3]); }
    }
}
template <class TILE, bool N_MAJOR, int K, int J> DEVICE void right_block(u32 (&b)[4], u32 at) {
    if constexpr (N_MAJOR) TILE::template block<J, K, false>(b, at);
    else TILE::template block<K, J, true>(b, at);
}
template <bool FIRST, class TILE_B, bool N_MAJOR, class T, int R, int C, int K> DEVICE void multiply(Fragment<R, C>& c, const Operand<T, R, K>& a, u32 b_at) {
    each2<K / 16, C / 16>([&](auto k, auto j) {
        u32 b[4];
        right_block<TILE_B, N_MAJOR, decltype(k)::value, decltype(j)::value>(b, b_at);
        multiply_step<FIRST && decltype(k)::value == 0, T>(c.v, a.v[k], b, j);
    });
}
template <bool FIRST, class T, int K, class TILE_A, bool TRANSPOSED, class TILE_B, bool N_MAJOR, int R, int C> DEVICE void multiply(Fragment<R, C>& c, u32 a_at, u32 b_at) {
    each<K / 16>([&](auto k) {
        u32 a[R / 16][4];
        each<R / 16>([&](auto i) {
            if constexpr (TRANSPOSED) TILE_A::template block<decltype(k)::value, decltype(i)::value, true>(a[i], a_at);
            else TILE_A::template block<decltype(i)::value, decltype(k)::value, false>(a[i], a_at);
        });
        each<C / 16>([&](auto j) {
            u32 b[4];
            right_block<TILE_B, N_MAJOR, decltype(k)::value, decltype(j)::value>(b, b_at);
            multiply_step<FIRST && decltype(k)::value == 0, T>(c.v, a, b, j);
        });
    });
}
