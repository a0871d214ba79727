#ifndef MCFUSER_EMULATION
// Primitives: every instruction that C++ has no word for, one function each. Nothing else in a kernel holds assembly.
// The numbers name sections of the PTX ISA manual, version 8.x. Shared memory is addressed by 32-bit offsets of its window;
// D and S are constant byte offsets that become immediates of the instruction.
typedef unsigned short u16;
typedef unsigned u32;
typedef unsigned long long u64;
typedef long long i64;
struct f16 { u16 bits; };
struct bf16 { u16 bits; };
#define DEVICE static __device__ __forceinline__

// Threads. 9.7.13.1 bar.sync, 9.7.13.2 bar.warp.sync; a barrier orders shared memory among those that meet at it.
DEVICE int thread_index() { return threadIdx.x; }
DEVICE int block_index() { return blockIdx.x; }
DEVICE void barrier_block() { __syncthreads(); }
DEVICE void barrier_warp() { __syncwarp(); }
template <int THREADS> DEVICE void barrier_part(int part) { asm volatile("bar.sync %0, %1;" :: "r"(part + 1), "n"(THREADS) : "memory"); }
// All lanes of a warp take part in these. 9.7.9.6 shfl.sync, 9.7.13.7 vote.sync.
DEVICE float shuffle_xor(float x, int mask) { return __shfl_xor_sync(~0u, x, mask); }
DEVICE float shuffle(float x, int lane) { return __shfl_sync(~0u, x, lane); }
DEVICE bool any_lane(bool x) { return __any_sync(~0u, x); }

// The start of dynamic shared memory, aligned to 128 bytes.
DEVICE u32 shared_base() { extern __shared__ __align__(128) unsigned char memory[]; return (u32)__cvta_generic_to_shared(memory); }
// A value that is computed here once, and not again where it is used.
DEVICE u32 keep(u32 x) { asm volatile("" : "+r"(x)); return x; }

// Asynchronous copies from global to shared memory. 9.7.9.25 cp.async: BYTES of 16 bypass L1 (.cg), 8 and 4 do not (.ca);
// where `live` is false nothing is read and zeros are written. Arrive closes a group; wait returns once at most PENDING of a thread's groups are open.
template <int BYTES, int D, int S> DEVICE void copy_async(u32 to, const void* from) {
    if constexpr (BYTES == 16) asm volatile("cp.async.cg.shared.global [%0+%2], [%1+%3], 16;" :: "r"(to), "l"(from), "n"(D), "n"(S) : "memory");
    else asm volatile("cp.async.ca.shared.global [%0+%2], [%1+%3], %4;" :: "r"(to), "l"(from), "n"(D), "n"(S), "n"(BYTES) : "memory");
}
template <int BYTES, int D> DEVICE void copy_async_if(u32 to, const void* from, bool live) {
    const u32 bytes = live ? BYTES : 0;
    if constexpr (BYTES == 16) asm volatile("cp.async.cg.shared.global [%0+%3], [%1], 16, %2;" :: "r"(to), "l"(from), "r"(bytes), "n"(D) : "memory");
    else asm volatile("cp.async.ca.shared.global [%0+%3], [%1], %4, %2;" :: "r"(to), "l"(from), "r"(bytes), "n"(D), "n"(BYTES) : "memory");
}
DEVICE void copy_arrive() { asm volatile("cp.async.commit_group;" ::: "memory"); }
template <int PENDING> DEVICE void copy_wait() { asm volatile("cp.async.wait_group %0;" :: "n"(PENDING) : "memory"); }

// Shared memory. 9.7.9.8 ld, 9.7.9.11 st.
template <int D> DEVICE void store_shared(u32 at, u32 x) { asm volatile("st.shared.b32 [%0+%2], %1;" :: "r"(at), "r"(x), "n"(D) : "memory"); }
template <int D> DEVICE void store_shared(u32 at, float x) { asm volatile("st.shared.f32 [%0+%2], %1;" :: "r"(at), "f"(x), "n"(D) : "memory"); }
template <int D> DEVICE void store_shared(u32 at, u16 x) { asm volatile("st.shared.b16 [%0+%2], %1;" :: "r"(at), "h"(x), "n"(D) : "memory"); }
template <int D> DEVICE void store_shared(u32 at, float x, float y) { asm volatile("st.shared.v2.f32 [%0+%3], {%1,%2};" :: "r"(at), "f"(x), "f"(y), "n"(D) : "memory"); }
template <int D> DEVICE void store_shared(u32 at, uint4 x) { asm volatile("st.shared.v4.b32 [%0+%5], {%1,%2,%3,%4};" :: "r"(at), "r"(x.x), "r"(x.y), "r"(x.z), "r"(x.w), "n"(D) : "memory"); }
template <int D> DEVICE void store_shared(u32 at, float4 x) { asm volatile("st.shared.v4.f32 [%0+%5], {%1,%2,%3,%4};" :: "r"(at), "f"(x.x), "f"(x.y), "f"(x.z), "f"(x.w), "n"(D) : "memory"); }
template <int D> DEVICE u32 load_shared_32(u32 at) { u32 x; asm volatile("ld.shared.b32 %0, [%1+%2];" : "=r"(x) : "r"(at), "n"(D) : "memory"); return x; }
template <int D> DEVICE u16 load_shared_16(u32 at) { u16 x; asm volatile("ld.shared.b16 %0, [%1+%2];" : "=h"(x) : "r"(at), "n"(D) : "memory"); return x; }
template <int D> DEVICE float load_shared_float(u32 at) { float x; asm volatile("ld.shared.f32 %0, [%1+%2];" : "=f"(x) : "r"(at), "n"(D) : "memory"); return x; }
template <int D> DEVICE float2 load_shared_float2(u32 at) { float2 x; asm volatile("ld.shared.v2.f32 {%0,%1}, [%2+%3];" : "=f"(x.x), "=f"(x.y) : "r"(at), "n"(D) : "memory"); return x; }
template <int D> DEVICE float4 load_shared_float4(u32 at) { float4 x; asm volatile("ld.shared.v4.f32 {%0,%1,%2,%3}, [%4+%5];" : "=f"(x.x), "=f"(x.y), "=f"(x.z), "=f"(x.w) : "r"(at), "n"(D) : "memory"); return x; }
template <int D> DEVICE uint4 load_shared_128(u32 at) { uint4 x; asm volatile("ld.shared.v4.b32 {%0,%1,%2,%3}, [%4+%5];" : "=r"(x.x), "=r"(x.y), "=r"(x.z), "=r"(x.w) : "r"(at), "n"(D) : "memory"); return x; }

// Global memory. Stores through pointers to 16-bit elements would be split; .cg reads what other blocks wrote (L2 is common to all).
DEVICE void store_global(void* to, uint4 x) { asm volatile("st.global.v4.b32 [%0], {%1,%2,%3,%4};" :: "l"(to), "r"(x.x), "r"(x.y), "r"(x.z), "r"(x.w) : "memory"); }
DEVICE void store_global(void* to, float4 x) { asm volatile("st.global.v4.f32 [%0], {%1,%2,%3,%4};" :: "l"(to), "f"(x.x), "f"(x.y), "f"(x.z), "f"(x.w) : "memory"); }
DEVICE void store_global(void* to, float2 x) { asm volatile("st.global.v2.f32 [%0], {%1,%2};" :: "l"(to), "f"(x.x), "f"(x.y) : "memory"); }
DEVICE float4 load_global_float4(const void* at) { float4 x; asm volatile("ld.global.cg.v4.f32 {%0,%1,%2,%3}, [%4];" : "=f"(x.x), "=f"(x.y), "=f"(x.z), "=f"(x.w) : "l"(at) : "memory"); return x; }
DEVICE float load_global_float(const void* at) { float x; asm volatile("ld.global.cg.f32 %0, [%1];" : "=f"(x) : "l"(at) : "memory"); return x; }
// 9.7.13.15 atom, 9.7.13.4 membar: what a block wrote before the fence is there for the block that draws a later ticket.
DEVICE u32 draw_ticket(u32* at) { return atomicAdd(at, 1u); }
DEVICE void fence_device() { __threadfence(); }

// 9.7.14.5.15 ldmatrix: four 8 x 8 matrices of 16-bit elements. Lane l gives the address of row l % 8 of matrix l / 8; of matrix i it
// receives in r[i] the elements (l / 4, l % 4 * 2) and the one right of it, with .trans those of the transposed matrix.
template <int D> DEVICE void load_matrices(u32 (&r)[4], u32 at) { asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4+%5];" : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3]) : "r"(at), "n"(D) : "memory"); }
template <int D> DEVICE void load_matrices_transposed(u32 (&r)[4], u32 at) { asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4+%5];" : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3]) : "r"(at), "n"(D) : "memory"); }

// 9.7.14.5.8 mma.m16n8k16 (16-bit operands) and 9.7.14.5.7 m16n8k8 (tf32), f32 accumulators. With g = lane / 4 and q = lane % 4:
//   c[0], c[1] are (g, 2q), (g, 2q + 1); c[2], c[3] are the same of row g + 8
//   16 bit: a[0] (g, 2q..), a[1] (g + 8, 2q..), a[2] (g, 2q + 8..), a[3] (g + 8, 2q + 8..); b0 (k 2q.., n g), b1 (k 2q + 8.., n g); two elements a register
//   tf32: a[0] (g, q), a[1] (g + 8, q), a[2] (g, q + 4), a[3] (g + 8, q + 4); b0 (k q, n g), b1 (k q + 4, n g)
// The first product of a sum takes no addend: the zero is a register of the machine.
template <class T> struct Mma;
template <> struct Mma<f16> {
    DEVICE void add(float (&c)[4], const u32 (&a)[4], u32 b0, u32 b1) { asm("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};" : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3]) : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1)); }
    DEVICE void first(float (&c)[4], const u32 (&a)[4], u32 b0, u32 b1) { asm("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%10,%10,%10,%10};" : "=f"(c[0]), "=f"(c[1]), "=f"(c[2]), "=f"(c[3]) : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1), "f"(0.f)); }
};
template <> struct Mma<bf16> {
    DEVICE void add(float (&c)[4], const u32 (&a)[4], u32 b0, u32 b1) { asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};" : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3]) : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1)); }
    DEVICE void first(float (&c)[4], const u32 (&a)[4], u32 b0, u32 b1) { asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%10,%10,%10,%10};" : "=f"(c[0]), "=f"(c[1]), "=f"(c[2]), "=f"(c[3]) : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1), "f"(0.f)); }
};
template <> struct Mma<float> {
    DEVICE void add(float (&c)[4], const u32 (&a)[4], u32 b0, u32 b1) { asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};" : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3]) : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1)); }
    DEVICE void first(float (&c)[4], const u32 (&a)[4], u32 b0, u32 b1) { c[0] = c[1] = c[2] = c[3] = 0; add(c, a, b0, b1); }
};

// Conversions, rounding to nearest even. 9.7.9.22 cvt: the first operand of a pair becomes the high half.
template <class T> DEVICE u32 pack(float low, float high);
template <> __device__ __forceinline__ u32 pack<f16>(float low, float high) { u32 r; asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(r) : "f"(high), "f"(low)); return r; }
template <> __device__ __forceinline__ u32 pack<bf16>(float low, float high) { u32 r; asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(r) : "f"(high), "f"(low)); return r; }
DEVICE u32 round_tf32(float x) { u32 r; asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(r) : "f"(x)); return r; }
DEVICE float to_float(float x) { return x; }
DEVICE float to_float(f16 x) { float r; asm("cvt.f32.f16 %0, %1;" : "=f"(r) : "h"(x.bits)); return r; }
DEVICE float to_float(bf16 x) { return __uint_as_float((u32)x.bits << 16); }
DEVICE float to_float(int x) { return (float)x; }
DEVICE float to_float(i64 x) { return (float)x; }
DEVICE float to_float(bool x) { return x ? 1.f : 0.f; }

// Arithmetic. 9.7.3.20 ex2.approx.ftz: one instruction of the special-function unit; without .ftz it is four.
DEVICE float ex2(float x) { float r; asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(r) : "f"(x)); return r; }
DEVICE float fma(float a, float b, float c) { float r; asm("fma.rn.f32 %0, %1, %2, %3;" : "=f"(r) : "f"(a), "f"(b), "f"(c)); return r; }
DEVICE float maximum(float a, float b) { float r; asm("max.f32 %0, %1, %2;" : "=f"(r) : "f"(a), "f"(b)); return r; }
DEVICE float minimum(float a, float b) { float r; asm("min.f32 %0, %1, %2;" : "=f"(r) : "f"(a), "f"(b)); return r; }
// These pass NaN on: 9.7.3.11 max.NaN.
DEVICE float maximum_nan(float a, float b) { float r; asm("max.NaN.f32 %0, %1, %2;" : "=f"(r) : "f"(a), "f"(b)); return r; }
DEVICE float minimum_nan(float a, float b) { float r; asm("min.NaN.f32 %0, %1, %2;" : "=f"(r) : "f"(a), "f"(b)); return r; }
DEVICE int minimum(int a, int b) { return a < b ? a : b; }
DEVICE int maximum(int a, int b) { return a > b ? a : b; }
#endif
