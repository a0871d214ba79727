// What NVRTC and nvcc know without a header and clang does not: for clang with -nocudainc. Device code only.
#pragma once
#define __global__ __attribute__((global))
#define __device__ __attribute__((device))
#define __host__ __attribute__((host))
#define __shared__ __attribute__((shared))
#define __constant__ __attribute__((constant))
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __align__(n) __attribute__((aligned(n)))
#define __launch_bounds__(...) __attribute__((launch_bounds(__VA_ARGS__)))
#define __cluster_dims__(...)
#define MCF_FUNCTION static __device__ __forceinline__

// Threads and blocks.
#define MCF_REGISTER(name)                                                                       \
    struct mcf_##name {                                                                          \
        struct X { MCF_FUNCTION_MEMBER operator unsigned() const { return __nvvm_read_ptx_sreg_##name##_x(); } } x; \
        struct Y { MCF_FUNCTION_MEMBER operator unsigned() const { return __nvvm_read_ptx_sreg_##name##_y(); } } y; \
        struct Z { MCF_FUNCTION_MEMBER operator unsigned() const { return __nvvm_read_ptx_sreg_##name##_z(); } } z; \
    }
#define MCF_FUNCTION_MEMBER __device__ __forceinline__
MCF_REGISTER(tid);
MCF_REGISTER(ctaid);
MCF_REGISTER(ntid);
MCF_REGISTER(nctaid);
extern const __device__ mcf_tid threadIdx;
extern const __device__ mcf_ctaid blockIdx;
extern const __device__ mcf_ntid blockDim;
extern const __device__ mcf_nctaid gridDim;

// Vectors.
#define MCF_VECTORS(type, name)                                                                     \
    struct __align__(2 * sizeof(type)) name##2 { type x, y; };                                      \
    struct name##3 { type x, y, z; };                                                               \
    struct __align__(16) name##4 { type x, y, z, w; };                                              \
    MCF_FUNCTION name##2 make_##name##2(type x, type y) { return {x, y}; }                          \
    MCF_FUNCTION name##3 make_##name##3(type x, type y, type z) { return {x, y, z}; }               \
    MCF_FUNCTION name##4 make_##name##4(type x, type y, type z, type w) { return {x, y, z, w}; }
MCF_VECTORS(float, float)
MCF_VECTORS(int, int)
MCF_VECTORS(unsigned, uint)
struct __align__(8) ushort4 { unsigned short x, y, z, w; };

// Barriers and fences; clang has __syncthreads itself.
MCF_FUNCTION void __syncwarp(unsigned mask = ~0u) { __nvvm_bar_warp_sync(mask); }
MCF_FUNCTION void __threadfence_block() { __nvvm_membar_cta(); }
MCF_FUNCTION void __threadfence() { __nvvm_membar_gl(); }

// Across a warp.
#define MCF_SHUFFLE(kind, clamp)                                                                                        \
    MCF_FUNCTION int __shfl_##kind##sync(unsigned mask, int x, int lane) { return __nvvm_shfl_sync_##clamp##_i32(mask, x, lane, MCF_CLAMP_##clamp); } \
    MCF_FUNCTION unsigned __shfl_##kind##sync(unsigned mask, unsigned x, int lane) { return (unsigned)__shfl_##kind##sync(mask, (int)x, lane); }      \
    MCF_FUNCTION float __shfl_##kind##sync(unsigned mask, float x, int lane) { return __nvvm_shfl_sync_##clamp##_f32(mask, x, lane, MCF_CLAMP_##clamp); }
#define MCF_CLAMP_idx 31
#define MCF_CLAMP_bfly 31
#define MCF_CLAMP_up 0
#define MCF_CLAMP_down 31
MCF_SHUFFLE(, idx)
MCF_SHUFFLE(xor_, bfly)
MCF_SHUFFLE(up_, up)
MCF_SHUFFLE(down_, down)
MCF_FUNCTION int __any_sync(unsigned mask, int x) { return __nvvm_vote_any_sync(mask, x); }
MCF_FUNCTION int __all_sync(unsigned mask, int x) { return __nvvm_vote_all_sync(mask, x); }
MCF_FUNCTION unsigned __ballot_sync(unsigned mask, int x) { return __nvvm_vote_ballot_sync(mask, x); }

// Atomics, addresses, cached loads.
MCF_FUNCTION unsigned atomicAdd(unsigned* at, unsigned x) { return __nvvm_atom_add_gen_i((int*)at, (int)x); }
MCF_FUNCTION int atomicAdd(int* at, int x) { return __nvvm_atom_add_gen_i(at, x); }
MCF_FUNCTION float atomicAdd(float* at, float x) { return __nvvm_atom_add_gen_f(at, x); }
MCF_FUNCTION unsigned atomicExch(unsigned* at, unsigned x) { return __nvvm_atom_xchg_gen_i((int*)at, (int)x); }
MCF_FUNCTION unsigned long long __cvta_generic_to_shared(const void* at) { return (unsigned long long)(__attribute__((address_space(3))) const void*)at; }
MCF_FUNCTION unsigned long long __cvta_generic_to_global(const void* at) { return (unsigned long long)(__attribute__((address_space(1))) const void*)at; }
template <class T> MCF_FUNCTION T __ldg(const T* at) { return *at; }

// Bits and arithmetic.
MCF_FUNCTION int __float_as_int(float x) { return __builtin_bit_cast(int, x); }
MCF_FUNCTION unsigned __float_as_uint(float x) { return __builtin_bit_cast(unsigned, x); }
MCF_FUNCTION float __int_as_float(int x) { return __builtin_bit_cast(float, x); }
MCF_FUNCTION float __uint_as_float(unsigned x) { return __builtin_bit_cast(float, x); }
MCF_FUNCTION int min(int x, int y) { return x < y ? x : y; }
MCF_FUNCTION int max(int x, int y) { return x > y ? x : y; }
MCF_FUNCTION long long min(long long x, long long y) { return x < y ? x : y; }
MCF_FUNCTION long long max(long long x, long long y) { return x > y ? x : y; }
MCF_FUNCTION float __fdividef(float x, float y) { return __nvvm_div_approx_f(x, y); }
MCF_FUNCTION float fmaf(float x, float y, float z) { return __nvvm_fma_rn_f(x, y, z); }
MCF_FUNCTION float fmaxf(float x, float y) { return __nvvm_fmax_f(x, y); }
MCF_FUNCTION float fminf(float x, float y) { return __nvvm_fmin_f(x, y); }
MCF_FUNCTION float fabsf(float x) { return __nvvm_fabs_f(x); }
MCF_FUNCTION float floorf(float x) { return __nvvm_floor_f(x); }
MCF_FUNCTION float sqrtf(float x) { return __nvvm_sqrt_rn_f(x); }
MCF_FUNCTION float rsqrtf(float x) { return __nvvm_rsqrt_approx_f(x); }
MCF_FUNCTION float truncf(float x) { return __nvvm_trunc_f(x); }
MCF_FUNCTION float ceilf(float x) { return __nvvm_ceil_f(x); }

// Functions that a toolkit would bring as a library: by way of double, right to f32, not fast.
#define MCF_NAN __builtin_nanf("")
#define MCF_INFINITY __builtin_inff()
// 2^k e^r with |r| <= log(2) / 2, e^r by its series.
MCF_FUNCTION double mcf_exp(double x) {
    x = x > 700 ? 700 : x < -700 ? -700 : x;
    const double k = __nvvm_floor_d(x * 1.4426950408889634 + .5), r = x - k * .6931471805599453;
    double sum = 1;
    for (int i = 12; i > 0; i--) sum = 1 + sum * r / i;
    return sum * __builtin_bit_cast(double, ((long long)k + 1023) << 52);
}
// k log(2) + log(m) with m in [sqrt(1/2), sqrt(2)), log(m) = 2 artanh((m - 1) / (m + 1)); x > 0 and finite.
MCF_FUNCTION double mcf_log(double x) {
    const long long bits = __builtin_bit_cast(long long, x);
    long long k = (bits >> 52) - 1023;
    double m = __builtin_bit_cast(double, (bits & 0xfffffffffffffLL) | (1023LL << 52));
    if (m > 1.4142135623730951) { m *= .5; k++; }
    const double s = (m - 1) / (m + 1);
    double sum = 0;
    for (int i = 17; i > 0; i -= 2) sum = 1. / i + sum * s * s;
    return k * .6931471805599453 + 2 * s * sum;
}
// sin(x + quarters pi / 2), with x reduced to [-pi / 4, pi / 4] and a series.
MCF_FUNCTION float mcf_sin(float x, int quarters) {
    const double k = __nvvm_floor_d(x * .6366197723675814 + .5), r = x - k * 1.5707963267948966 - k * 6.123233995736766e-17;
    const int quarter = (int)((long long)k + quarters & 3);
    double sum = 0;
    for (int i = 15 - (quarter & 1); i > 1; i -= 2) sum = -(1 + sum) * r * r / (i * (i - 1));
    const double value = (quarter & 1 ? 1 : r) * (1 + sum);
    return (float)(quarter & 2 ? -value : value);
}
MCF_FUNCTION float sinf(float x) { return mcf_sin(x, 0); }
MCF_FUNCTION float cosf(float x) { return mcf_sin(x, 1); }
MCF_FUNCTION float expf(float x) { return x != x ? x : (float)mcf_exp(x); }
MCF_FUNCTION float logf(float x) { return x != x || x == MCF_INFINITY ? x : x < 0 ? MCF_NAN : x == 0 ? -MCF_INFINITY : (float)mcf_log(x); }
MCF_FUNCTION float tanhf(float x) {
    if (x != x || (x < 1e-4f && x > -1e-4f)) return x;
    const double e = mcf_exp(2 * (x > 20 ? 20. : x < -20 ? -20. : x));
    return (float)((e - 1) / (e + 1));
}
// Its series near 0, else Abramowitz and Stegun, 7.1.26.
MCF_FUNCTION float erff(float x) {
    const double a = x < 0 ? -x : x;
    if (!(a >= .5)) {
        double sum = 0, factor = 1;
        for (int i = 0; i < 9; i++) { sum += factor / (2 * i + 1); factor *= -a * a / (i + 1); }
        return (float)(1.1283791670955126 * x * sum);
    }
    const double t = 1 / (1 + .3275911 * a);
    const double y = 1 - ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - .284496736) * t + .254829592) * t * mcf_exp(-a * a);
    return (float)(x < 0 ? -y : y);
}
MCF_FUNCTION float powf(float x, float y) {
    if (x == 1 || y == 0) return 1;
    if (x != x || y != y) return MCF_NAN;
    const bool whole = __nvvm_floor_f(y) == y, odd = whole && __nvvm_floor_f(y * .5f) * 2 != y;
    const float a = __nvvm_fabs_f(x);
    if (x < 0 && a != MCF_INFINITY && !whole) return MCF_NAN;
    const float value = a == 0 ? (y > 0 ? 0.f : MCF_INFINITY) : a == MCF_INFINITY ? (y > 0 ? MCF_INFINITY : 0.f) : (float)mcf_exp(y * mcf_log(a));
    return x < 0 && odd ? -value : value;
}
