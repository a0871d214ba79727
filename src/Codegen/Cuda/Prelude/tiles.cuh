// Loops over constants: each<N>(f) calls f(0) ... f(N - 1) with constant arguments, so that what depends on them becomes immediates.
template <int I> struct Const { static constexpr int value = I; constexpr __device__ operator int() const { return I; } };
template <int... I> struct Ints {};
template <class A, class B> struct Joined;
template <int... I, int... J> struct Joined<Ints<I...>, Ints<J...>> { using type = Ints<I..., (int)sizeof...(I) + J...>; };
template <int N> struct FirstInts { using type = typename Joined<typename FirstInts<N / 2>::type, typename FirstInts<N - N / 2>::type>::type; };
template <> struct FirstInts<0> { using type = Ints<>; };
template <> struct FirstInts<1> { using type = Ints<0>; };
template <class F, int... I> DEVICE void each_of(F& f, Ints<I...>) { (f(Const<I>()), ...); }
template <int N, class F> DEVICE void each(F&& f) { each_of(f, typename FirstInts<N>::type()); }
// The same in two and three dimensions, the last one changing fastest.
template <int M, class F, int... I> DEVICE void each2_of(F& f, Ints<I...>) { (f(Const<I / M>(), Const<I % M>()), ...); }
template <int N, int M, class F> DEVICE void each2(F&& f) { each2_of<M>(f, typename FirstInts<N * M>::type()); }
template <int M, int L, class F, int... I> DEVICE void each3_of(F& f, Ints<I...>) { (f(Const<I / L / M>(), Const<I / L % M>(), Const<I % L>()), ...); }
template <int N, int M, int L, class F> DEVICE void each3(F&& f) { each3_of<M, L>(f, typename FirstInts<N * M * L>::type()); }

template <class T> DEVICE T from_float(float x) { return (T)x; }
template <> __device__ __forceinline__ f16 from_float<f16>(float x) { f16 r; r.bits = (u16)pack<f16>(x, 0); return r; }
template <> __device__ __forceinline__ bf16 from_float<bf16>(float x) { bf16 r; r.bits = (u16)pack<bf16>(x, 0); return r; }
template <> __device__ __forceinline__ bool from_float<bool>(float x) { return x != 0; }
template <class T> DEVICE float read_shared(u32 at);
template <> __device__ __forceinline__ float read_shared<float>(u32 at) { return load_shared_float<0>(at); }
template <> __device__ __forceinline__ float read_shared<f16>(u32 at) { f16 x; x.bits = load_shared_16<0>(at); return to_float(x); }
template <> __device__ __forceinline__ float read_shared<bf16>(u32 at) { bf16 x; x.bits = load_shared_16<0>(at); return to_float(x); }
template <int D> DEVICE void write_shared(u32 at, float x) { store_shared<D>(at, x); }
template <int D> DEVICE void write_shared(u32 at, f16 x) { store_shared<D>(at, x.bits); }
template <int D> DEVICE void write_shared(u32 at, bf16 x) { store_shared<D>(at, x.bits); }

// A tile in shared memory: rows of COLS elements, no padding, in chunks of 16 bytes. Chunk c of row r lies at chunk c ^ flip(r), so that
// eight rows of one column fall into eight different groups of banks whatever COLS is. COLS is a multiple of 16.
template <class T, int COLS> struct Tile {
    static constexpr int E = 16 / sizeof(T), C = COLS / E, ROW = COLS * sizeof(T);
    static constexpr int VARIANTS = C % 8 == 0 ? 8 : C % 4 == 0 ? 4 : 2;         // chunks that an XOR moves; beyond them an address is linear
    DEVICE int flip(int r) { return C % 8 == 0 ? r & 7 : C % 4 == 0 ? (r >> 1) & 3 : (r >> 2) & 1; }
    DEVICE u32 chunk(int r, int c) { return r * ROW + ((c ^ flip(r)) << 4); }
    DEVICE u32 element(int r, int c) { return chunk(r, c / E) + c % E * sizeof(T); }
    // What a lane adds to the address of a 16 x 16 block of 16-bit elements for the matrices of one load. `along`: rows, then chunks;
    // `across`: chunks, then rows. Rows of A, or k-major B read transposed, want along; n-major B, or k-major A read transposed, across:
    // the registers of one operand are then neighbours, and no moves are needed.
    // A warp's block begins at row `row`, a multiple of 16, or column `col`, a multiple of its own width, a power of two.
    DEVICE u32 along(int lane, int row = 0) { return chunk(row + (lane & 15), lane >> 4); }
    DEVICE u32 across(int lane, int col = 0) { return chunk((lane & 7) + (lane >> 4) * 8, (col >> 3) + (lane >> 3 & 1)); }
    // Block (I, J) of 16 x 16: an XOR with a constant, then an immediate.
    template <int I, int J, bool TRANSPOSED> DEVICE void block(u32 (&r)[4], u32 lane_at) {
        constexpr int V = VARIANTS / 2, D = J / V * V * 32 + I * 16 * ROW;
        if constexpr (TRANSPOSED) load_matrices_transposed<D>(r, lane_at ^ (J % V * 32));
        else load_matrices<D>(r, lane_at ^ (J % V * 32));
    }
};

// Copies ROWS x COLS elements from rows of STRIDE elements in global memory into a Tile<T, COLS>, by THREADS threads, WIDTH bytes at a
// time (16, 8, 4, or 0: element by element). Rows from `rows` on and columns from `cols` on become 0 where ROW_EDGE and COL_EDGE
// say that there are such; WIDTH divides cols. A row is cut into powers of two of chunks (80 = 64 + 16), so that a thread keeps its columns
// and every pass is the first one plus constants.
static constexpr __device__ int power_of_two(int x) { return x < 2 ? x : 2 * power_of_two(x / 2); }
template <class T, int ROWS, int COLS, int STRIDE, int THREADS, int WIDTH, bool ROW_EDGE, bool COL_EDGE, int C0 = 0, bool END = C0 == Tile<T, COLS>::C> struct Copy {
    static constexpr int E = 16 / sizeof(T), LEFT = COLS / E - C0, W = power_of_two(LEFT < THREADS ? LEFT : THREADS);
    static constexpr int STEP = THREADS / W, PASSES = (ROWS + STEP - 1) / STEP;
    static constexpr int PERIOD = STEP % 8 == 0 ? 1 : STEP % 4 == 0 ? 2 : STEP % 2 == 0 ? 4 : 8;      // passes until the swizzle repeats
    static constexpr int KEPT = PERIOD < PASSES ? PERIOD : PASSES;
    u32 to[KEPT];
    int row, col;
    Copy<T, ROWS, COLS, STRIDE, THREADS, WIDTH, ROW_EDGE, COL_EDGE, C0 + W> rest;
    __device__ __forceinline__ explicit Copy(int t) : row(t / W), col((C0 + t % W) * E), rest(t) {
        #pragma unroll
        for (int j = 0; j < KEPT; j++) to[j] = keep(Tile<T, COLS>::chunk(t / W + j * STEP, C0 + t % W));
    }
    __device__ __forceinline__ void operator()(u32 tile, const T* source, int rows = ROWS, int cols = COLS) const {
        const T* from = source + (i64)row * STRIDE + col;
        each<PASSES>([&](auto J) {
            constexpr int j = decltype(J)::value, FROM = j * STEP * STRIDE, TO = j / PERIOD * PERIOD * STEP * COLS * (int)sizeof(T);
            const int r = row + j * STEP;
            if (ROWS % STEP != 0 && j == PASSES - 1 && r >= ROWS) return;
            const u32 at = tile + to[j % PERIOD];
            const bool inside = !ROW_EDGE || r < rows;
            if constexpr (WIDTH == 0) {
                #pragma unroll
                for (int e = 0; e < E; e++) write_shared<TO>(at + e * sizeof(T), inside && (!COL_EDGE || col + e < cols) ? from[FROM + e] : T());
            } else if constexpr (ROW_EDGE || COL_EDGE) {
                each<16 / WIDTH>([&](auto P) {
                    constexpr int p = decltype(P)::value, S = p * WIDTH / (int)sizeof(T);
                    const bool live = inside && (!COL_EDGE || col + S < cols);
                    copy_async_if<WIDTH, TO + p * WIDTH>(at, live ? from + FROM + S : source, live);
                });
            } else each<16 / WIDTH>([&](auto P) {
                constexpr int p = decltype(P)::value;
                copy_async<WIDTH, TO + p * WIDTH, FROM * (int)sizeof(T) + p * WIDTH>(at, from);
            });
        });
        rest(tile, source, rows, cols);
    }
};
template <class T, int ROWS, int COLS, int STRIDE, int THREADS, int WIDTH, bool ROW_EDGE, bool COL_EDGE, int C0> struct Copy<T, ROWS, COLS, STRIDE, THREADS, WIDTH, ROW_EDGE, COL_EDGE, C0, true> {
    __device__ __forceinline__ explicit Copy(int) {}
    __device__ __forceinline__ void operator()(u32, const T*, int, int) const {}
};
