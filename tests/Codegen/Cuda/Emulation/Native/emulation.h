// Stands in for CUDA and for the primitives when a kernel's text is compiled for the CPU: g++ -std=c++17 -include emulation.h.
// Includes nothing, as it is compiled with every kernel. Each thread of a block is a fiber; what is declared extern "C" here lives in the
// runtime beside this file, which checks every access and lets other threads run.
#pragma once
#if !defined(__x86_64__) || !defined(__AVX2__) || !defined(__F16C__)
#error "the emulation needs an x86-64 CPU with AVX2 and F16C"
#endif
#define MCFUSER_EMULATION
#define __global__
#define __device__
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)
#define DEVICE static __device__ __forceinline__

typedef unsigned short u16;
typedef unsigned u32;
typedef unsigned long long u64;
typedef long long i64;
struct f16 { u16 bits; };
struct bf16 { u16 bits; };
struct float2 { float x, y; };
struct alignas(16) float4 { float x, y, z, w; };
struct alignas(16) uint4 { u32 x, y, z, w; };
DEVICE float2 make_float2(float x, float y) { return {x, y}; }
DEVICE float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
DEVICE uint4 make_uint4(u32 x, u32 y, u32 z, u32 w) { return {x, y, z, w}; }

enum class MmaKind { F16, BF16, TF32 };
extern "C" {
extern const int* emulated_thread;      // the index of the thread that runs
extern int emulated_block;
void emulated_barrier_block();
void emulated_barrier_warp();
void emulated_barrier_part(int barrier, int threads);
u32 emulated_shuffle(u32 x, int lane);
u32 emulated_shuffle_xor(u32 x, int mask);
bool emulated_any(bool x);
u32 emulated_shared_base();
void emulated_copy(u32 to, const void* from, int bytes, bool live);
void emulated_copy_arrive();
void emulated_copy_wait(int pending);
void emulated_store_shared(u32 at, const void* from, int bytes);
void emulated_load_shared(void* to, u32 at, int bytes);
void emulated_store_global(void* at, const void* from, int bytes);
void emulated_load_global(void* to, const void* at, int bytes);
u32 emulated_draw_ticket(u32* at);
void emulated_fence();
void emulated_load_matrices(u32* to, u32 at, bool transposed);
void emulated_mma(float* c, const u32* a, u32 b0, u32 b1, MmaKind kind, bool first);

float expf(float) noexcept; float exp2f(float) noexcept; float logf(float) noexcept; float log2f(float) noexcept; float log1pf(float) noexcept;
float expm1f(float) noexcept; float sqrtf(float) noexcept; float tanhf(float) noexcept; float erff(float) noexcept; float sinf(float) noexcept;
float cosf(float) noexcept; float powf(float, float) noexcept; float fmodf(float, float) noexcept; float floorf(float) noexcept;
float ceilf(float) noexcept; float truncf(float) noexcept; float fabsf(float) noexcept; float fmaxf(float, float) noexcept;
float fminf(float, float) noexcept; float fmaf(float, float, float) noexcept; float copysignf(float, float) noexcept;
}

template <class To, class From> DEVICE To bits_as(From x) {
    static_assert(sizeof(To) == sizeof(From));
    To to;
    __builtin_memcpy(&to, &x, sizeof to);
    return to;
}
DEVICE float __uint_as_float(u32 x) { return bits_as<float>(x); }
DEVICE u32 __float_as_uint(float x) { return bits_as<u32>(x); }
DEVICE float __int_as_float(int x) { return bits_as<float>(x); }
DEVICE int __float_as_int(float x) { return bits_as<int>(x); }
DEVICE float rsqrtf(float x) { return 1 / sqrtf(x); }
DEVICE int min(int a, int b) { return a < b ? a : b; }
DEVICE int max(int a, int b) { return a < b ? b : a; }
DEVICE u32 min(u32 a, u32 b) { return a < b ? a : b; }
DEVICE u32 max(u32 a, u32 b) { return a < b ? b : a; }
DEVICE i64 min(i64 a, i64 b) { return a < b ? a : b; }
DEVICE i64 max(i64 a, i64 b) { return a < b ? b : a; }

DEVICE int thread_index() { return *emulated_thread; }
DEVICE int block_index() { return emulated_block; }
DEVICE void barrier_block() { emulated_barrier_block(); }
DEVICE void barrier_warp() { emulated_barrier_warp(); }
template <int THREADS> DEVICE void barrier_part(int part) { emulated_barrier_part(part + 1, THREADS); }
DEVICE float shuffle_xor(float x, int mask) { return bits_as<float>(emulated_shuffle_xor(bits_as<u32>(x), mask)); }
DEVICE float shuffle(float x, int lane) { return bits_as<float>(emulated_shuffle(bits_as<u32>(x), lane)); }
DEVICE bool any_lane(bool x) { return emulated_any(x); }
DEVICE u32 shared_base() { return emulated_shared_base(); }
DEVICE u32 keep(u32 x) { return x; }

template <int BYTES> struct CopyWidth { static_assert(BYTES == 4 || BYTES == 8 || BYTES == 16, "widths that cp.async has"); };
template <int BYTES, int D, int S> DEVICE void copy_async(u32 to, const void* from) {
    (void)CopyWidth<BYTES>();
    emulated_copy(to + D, (const char*)from + S, BYTES, true);
}
template <int BYTES, int D> DEVICE void copy_async_if(u32 to, const void* from, bool live) {
    (void)CopyWidth<BYTES>();
    emulated_copy(to + D, from, BYTES, live);
}
DEVICE void copy_arrive() { emulated_copy_arrive(); }
template <int PENDING> DEVICE void copy_wait() { static_assert(PENDING >= 0); emulated_copy_wait(PENDING); }

template <int D> DEVICE void store_shared(u32 at, u32 x) { emulated_store_shared(at + D, &x, 4); }
template <int D> DEVICE void store_shared(u32 at, float x) { emulated_store_shared(at + D, &x, 4); }
template <int D> DEVICE void store_shared(u32 at, u16 x) { emulated_store_shared(at + D, &x, 2); }
template <int D> DEVICE void store_shared(u32 at, float x, float y) { const float pair[2] = {x, y}; emulated_store_shared(at + D, pair, 8); }
template <int D> DEVICE void store_shared(u32 at, uint4 x) { emulated_store_shared(at + D, &x, 16); }
template <int D> DEVICE void store_shared(u32 at, float4 x) { emulated_store_shared(at + D, &x, 16); }
template <class T> DEVICE T load_shared_as(u32 at) { T x; emulated_load_shared(&x, at, sizeof x); return x; }
template <int D> DEVICE u32 load_shared_32(u32 at) { return load_shared_as<u32>(at + D); }
template <int D> DEVICE u16 load_shared_16(u32 at) { return load_shared_as<u16>(at + D); }
template <int D> DEVICE float load_shared_float(u32 at) { return load_shared_as<float>(at + D); }
template <int D> DEVICE float2 load_shared_float2(u32 at) { return load_shared_as<float2>(at + D); }
template <int D> DEVICE float4 load_shared_float4(u32 at) { return load_shared_as<float4>(at + D); }
template <int D> DEVICE uint4 load_shared_128(u32 at) { return load_shared_as<uint4>(at + D); }

DEVICE void store_global(void* to, uint4 x) { emulated_store_global(to, &x, 16); }
DEVICE void store_global(void* to, float4 x) { emulated_store_global(to, &x, 16); }
DEVICE void store_global(void* to, float2 x) { emulated_store_global(to, &x, 8); }
DEVICE float4 load_global_float4(const void* at) { float4 x; emulated_load_global(&x, at, 16); return x; }
DEVICE float load_global_float(const void* at) { float x; emulated_load_global(&x, at, 4); return x; }
DEVICE u32 draw_ticket(u32* at) { return emulated_draw_ticket(at); }
DEVICE void fence_device() { emulated_fence(); }

template <int D> DEVICE void load_matrices(u32 (&r)[4], u32 at) { emulated_load_matrices(r, at + D, false); }
template <int D> DEVICE void load_matrices_transposed(u32 (&r)[4], u32 at) { emulated_load_matrices(r, at + D, true); }

template <class T> struct Mma;
template <MmaKind KIND> struct MmaOf {
    DEVICE void add(float (&c)[4], const u32 (&a)[4], u32 b0, u32 b1) { emulated_mma(c, a, b0, b1, KIND, false); }
    DEVICE void first(float (&c)[4], const u32 (&a)[4], u32 b0, u32 b1) { emulated_mma(c, a, b0, b1, KIND, true); }
};
template <> struct Mma<f16> : MmaOf<MmaKind::F16> {};
template <> struct Mma<bf16> : MmaOf<MmaKind::BF16> {};
template <> struct Mma<float> : MmaOf<MmaKind::TF32> {};

DEVICE bool is_nan(float x) { return x != x; }
DEVICE u16 round_f16(float x) { return bits_as<u16>((_Float16)x); }
DEVICE u16 round_bf16(float x) {
    const u32 bits = bits_as<u32>(x);
    return is_nan(x) ? 0x7fff : (u16)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}
template <class T> DEVICE u32 pack(float low, float high);
template <> __device__ __forceinline__ u32 pack<f16>(float low, float high) { return round_f16(low) | (u32)round_f16(high) << 16; }
template <> __device__ __forceinline__ u32 pack<bf16>(float low, float high) { return round_bf16(low) | (u32)round_bf16(high) << 16; }
// .rna: ties go away from zero, so adding half of the last bit that stays is enough; an infinity must not become a NaN.
DEVICE u32 round_tf32(float x) {
    const u32 bits = bits_as<u32>(x);
    return is_nan(x) ? 0x7fffffff : (bits & 0x7f800000) == 0x7f800000 ? bits : (bits + 0x1000) & ~0x1fffu;
}
DEVICE float to_float(float x) { return x; }
DEVICE float to_float(f16 x) { return (float)bits_as<_Float16>(x.bits); }
DEVICE float to_float(bf16 x) { return bits_as<float>((u32)x.bits << 16); }
DEVICE float to_float(int x) { return (float)x; }
DEVICE float to_float(i64 x) { return (float)x; }
DEVICE float to_float(bool x) { return x ? 1.f : 0.f; }

DEVICE float flush(float x) { return fabsf(x) < 0x1p-126f ? copysignf(0, x) : x; }
DEVICE float ex2(float x) { return flush(exp2f(flush(x))); }
DEVICE float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
DEVICE float maximum(float a, float b) { return is_nan(a) ? b : is_nan(b) ? a : a > b ? a : b; }
DEVICE float minimum(float a, float b) { return is_nan(a) ? b : is_nan(b) ? a : a < b ? a : b; }
DEVICE float maximum_nan(float a, float b) { return is_nan(a) || is_nan(b) ? __builtin_nanf("") : a > b ? a : b; }
DEVICE float minimum_nan(float a, float b) { return is_nan(a) || is_nan(b) ? __builtin_nanf("") : a < b ? a : b; }
DEVICE int maximum(int a, int b) { return a > b ? a : b; }
DEVICE int minimum(int a, int b) { return a < b ? a : b; }
