// What the lanes of a warp, and the warps of a block, do together. A lane that arrives waits until all 32 stand at the same place.
#include "machine.h"
#include <cstring>

struct Barrier { u32 warps; int arrived, threads; };
static Barrier barriers[16];

void reset_barriers() { memset(barriers, 0, sizeof barriers); }

const char* waiting_in(int warp) { return machine.warp[warp].name ? machine.warp[warp].name : "nothing"; }

void pass_barrier(u32 warps) {
    u32 known[MAX_WARPS] = {};
    for (int w = 0; w < machine.warps; w++) {
        if (!(warps >> w & 1)) continue;
        Warp& warp = machine.warp[w];
        warp.known[w] = warp.clock++;
        for (int v = 0; v < machine.warps; v++) known[v] = max(known[v], warp.known[v]);
    }
    for (int w = 0; w < machine.warps; w++)
        if (warps >> w & 1) memcpy(machine.warp[w].known, known, sizeof known);
}

static void release(u32 warps) {
    for (int w = 0; w < machine.warps; w++)
        if (warps >> w & 1) { machine.warp[w].runnable = ALL_LANES; machine.warp[w].name = nullptr; }
    machine.ready |= warps;
}

static void arrive_at_barrier(int number, int threads, int warp) {
    Barrier& barrier = barriers[number];
    if (barrier.arrived && barrier.threads != threads)
        fail("barrier", "barrier %d is for %d threads here and for %d where others wait", number, threads, barrier.threads);
    barrier.threads = threads;
    barrier.warps |= 1u << warp;
    barrier.arrived += LANES;
    if (barrier.arrived < threads) return;
    const u32 warps = barrier.warps;
    barrier = Barrier{};
    pass_barrier(warps);
    release(warps);
}

typedef float Row __attribute__((vector_size(8 * sizeof(float))));

// c += a b, and c back to the lanes: c0, c1 in row group, c2, c3 in row group + 8, columns 2 * (lane % 4) and the next.
template <int K> static void multiply(Thread* lanes, const float (&a)[16][K], const Row (&b)[K], bool first) {
    Row c[16];
    for (int l = 0; l < LANES; l++)
        for (int i = 0; i < 4; i++) c[i < 2 ? l >> 2 : (l >> 2) + 8][(l & 3) * 2 + (i & 1)] = first ? 0 : lanes[l].operands.c[i];
    for (int row = 0; row < 16; row++) {
        Row sum = c[row];
        for (int k = 0; k < K; k++) sum += a[row][k] * b[k];
        c[row] = sum;
    }
    for (int l = 0; l < LANES; l++)
        for (int i = 0; i < 4; i++) lanes[l].operands.c[i] = c[i < 2 ? l >> 2 : (l >> 2) + 8][(l & 3) * 2 + (i & 1)];
}

template <class Convert> static void multiply_16(Thread* lanes, Convert convert, bool first) {
    float a[16][16];
    Row b[16];
    for (int l = 0; l < LANES; l++) {
        const Operands& x = lanes[l].operands;
        const int group = l >> 2, in_group = l & 3;
        for (int i = 0; i < 8; i++) {                                   // a0 to a7: rows group (0, 1, 4, 5) and group + 8
            const int row = i < 2 || (i >= 4 && i < 6) ? group : group + 8, column = in_group * 2 + (i & 1) + (i < 4 ? 0 : 8);
            a[row][column] = convert((u16)(x.a[i / 2] >> i % 2 * 16));
        }
        for (int i = 0; i < 4; i++) {                                   // b0 to b3: column group
            const int row = in_group * 2 + (i & 1) + (i < 2 ? 0 : 8);
            b[row][group] = convert((u16)((i < 2 ? x.b0 : x.b1) >> i % 2 * 16));
        }
    }
    multiply(lanes, a, b, first);
}

static void multiply_8(Thread* lanes, bool first) {
    auto value = [](u32 bits) { return bits_as<float>(bits & ~0x1fffu); };      // the tensor core reads 19 bits
    float a[16][8];
    Row b[8];
    for (int l = 0; l < LANES; l++) {
        const Operands& x = lanes[l].operands;
        const int group = l >> 2, in_group = l & 3;
        for (int i = 0; i < 4; i++) a[i == 0 || i == 2 ? group : group + 8][i < 2 ? in_group : in_group + 4] = value(x.a[i]);
        b[in_group][group] = value(x.b0);
        b[in_group + 4][group] = value(x.b1);
    }
    multiply(lanes, a, b, first);
}

static void load_matrices(Thread* lanes, bool transposed) {
    u16 matrix[4][8][8];
    note_matrix_banks(lanes);
    for (int l = 0; l < LANES; l++) memcpy(matrix[l / 8][l % 8], read_shared(lanes[l].operands.value, 16, lanes[l]), 16);
    for (int l = 0; l < LANES; l++)
        for (int i = 0; i < 4; i++) {
            const int row = l / 4, column = l % 4 * 2;
            const u32 low = transposed ? matrix[i][column][row] : matrix[i][row][column];
            const u32 high = transposed ? matrix[i][column + 1][row] : matrix[i][row][column + 1];
            lanes[l].operands.r[i] = low | high << 16;
        }
}

static void shuffle(Thread* lanes, bool is_xor) {
    u32 values[LANES];
    for (int l = 0; l < LANES; l++) values[l] = lanes[l].operands.value;
    for (int l = 0; l < LANES; l++) lanes[l].operands.value = values[(is_xor ? l ^ lanes[l].operands.from : lanes[l].operands.from) & 31];
}

static void vote(Thread* lanes) {
    u32 any = 0;
    for (int l = 0; l < LANES; l++) any |= lanes[l].operands.value;
    for (int l = 0; l < LANES; l++) lanes[l].operands.value = any;
}

static void execute(int w, Meeting meeting, int detail) {
    Thread* lanes = machine.thread + w * LANES;
    switch (meeting) {
        case Meeting::BarrierBlock: return arrive_at_barrier(0, machine.threads, w);
        case Meeting::BarrierPart: return arrive_at_barrier(detail & 15, detail >> 4, w);
        case Meeting::BarrierWarp: pass_barrier(1u << w); break;
        case Meeting::Shuffle: shuffle(lanes, false); break;
        case Meeting::ShuffleXor: shuffle(lanes, true); break;
        case Meeting::Any: vote(lanes); break;
        case Meeting::LoadMatrices: load_matrices(lanes, false); break;
        case Meeting::LoadMatricesTransposed: load_matrices(lanes, true); break;
        case Meeting::MmaF16: multiply_16(lanes, [](u16 x) { return (float)bits_as<_Float16>(x); }, detail); break;
        case Meeting::MmaBF16: multiply_16(lanes, [](u16 x) { return bits_as<float>((u32)x << 16); }, detail); break;
        case Meeting::MmaTF32: multiply_8(lanes, detail); break;
    }
    release(1u << w);
}

// Waits for the other lanes; the last one does the work for all.
static void meet(Meeting meeting, int detail = 0) {
    Thread& t = *machine.now;
    const int w = t.warp();
    Warp& warp = machine.warp[w];
    if (warp.ended) fail("divergence", "lanes %08x of the warp have ended", warp.ended);
    if (!warp.arrived) {
        warp.meeting = meeting;
        warp.site = t.site;
        warp.name = t.doing;
        warp.detail = detail;
    } else if (warp.meeting != meeting || warp.site != t.site || warp.detail != detail)
        fail("divergence", "other lanes of the warp (%08x) wait in %s at %#lx", warp.arrived, warp.name, place_of(warp.site));
    warp.arrived |= t.bit();
    warp.runnable &= ~t.bit();
    if (!warp.runnable) machine.ready &= ~(1u << w);
    if (warp.arrived == ALL_LANES) {
        warp.arrived = 0;
        execute(w, meeting, detail);
    }
    yield();
}

extern "C" {
void emulated_barrier_block() { ENTER("barrier_block"); meet(Meeting::BarrierBlock); }
void emulated_barrier_warp() { ENTER("barrier_warp"); meet(Meeting::BarrierWarp); }
void emulated_barrier_part(int barrier, int threads) {
    ENTER("barrier_part");
    if (barrier < 1 || barrier > 15) fail("barrier", "there is no barrier %d: part must be 0 to 14", barrier);
    if (threads < LANES || threads % LANES || threads > machine.threads) fail("barrier", "%d threads is not a number of whole warps of the block", threads);
    meet(Meeting::BarrierPart, barrier | threads << 4);
}
u32 emulated_shuffle(u32 x, int lane) {
    ENTER("shuffle");
    machine.now->operands.value = x;
    machine.now->operands.from = lane;
    meet(Meeting::Shuffle);
    return machine.now->operands.value;
}
u32 emulated_shuffle_xor(u32 x, int mask) {
    ENTER("shuffle_xor");
    machine.now->operands.value = x;
    machine.now->operands.from = mask;
    meet(Meeting::ShuffleXor, mask);
    return machine.now->operands.value;
}
bool emulated_any(bool x) {
    ENTER("any_lane");
    machine.now->operands.value = x;
    meet(Meeting::Any);
    return machine.now->operands.value;
}
void emulated_load_matrices(u32* to, u32 at, bool transposed) {
    ENTER(transposed ? "load_matrices_transposed" : "load_matrices");
    machine.now->operands.value = at;
    machine.now->operands.r = to;
    meet(transposed ? Meeting::LoadMatricesTransposed : Meeting::LoadMatrices);
}
void emulated_mma(float* c, const u32* a, u32 b0, u32 b1, MmaKind kind, bool first) {
    ENTER("mma");
    Operands& x = machine.now->operands;
    x.c = c;
    x.a = a;
    x.b0 = b0;
    x.b1 = b1;
    meet(kind == MmaKind::F16 ? Meeting::MmaF16 : kind == MmaKind::BF16 ? Meeting::MmaBF16 : Meeting::MmaTF32, first);
}
}
