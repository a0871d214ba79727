// The machine that runs emulated blocks: what its parts (fibers, collectives, shared and global memory, launch) know of each other.
#pragma once
#include "emulation.h"
#include <stddef.h>
#include <stdint.h>
#include <vector>

constexpr int LANES = 32, MAX_WARPS = 32, MAX_THREADS = LANES * MAX_WARPS;
constexpr u32 ALL_LANES = ~0u;

// When something happened: a thread, and how many barriers its warp had passed. 0 is never.
// Every barrier is met by whole warps, so what a warp knows of the others is one number for each of them.
struct Epoch {
    u32 bits = 0;
    Epoch() = default;
    Epoch(int thread, u32 clock) : bits((u32)thread << 22 | clock) {}
    int thread() const { return bits >> 22; }
    int warp() const { return bits >> 27; }
    u32 clock() const { return bits & 0x3fffff; }
    explicit operator bool() const { return bits != 0; }
    bool operator==(Epoch other) const { return bits == other.bits; }
};

struct Copy { u32 to; const void* from; int bytes; };

// What a thread hands over when it waits for the rest of its warp.
struct Operands { const u32* a; float* c; u32* r; u32 b0, b1, value; int from; };

// The last fence of a thread: when, what it had written, and what it knew of other warps.
struct Fence { Epoch at; u32 order, writes, known[MAX_WARPS]; };

struct Thread {
    int index;                      // emulated_thread points here
    void* stack;                    // where the fiber goes on
    const char* doing;              // the primitive that it is in, and the place in the kernel that called it
    const void* site;
    Operands operands;
    std::vector<Copy> copies;       // of groups that were not waited for
    std::vector<size_t> groups;     // how many copies there were when each group was closed
    u32 writes;                     // to global memory, by primitives
    Fence fence;
    int warp() const { return index / LANES; }
    u32 bit() const { return 1u << index % LANES; }
};

enum class Meeting { BarrierBlock, BarrierWarp, BarrierPart, Shuffle, ShuffleXor, Any, LoadMatrices, LoadMatricesTransposed, MmaF16, MmaBF16, MmaTF32 };

struct Warp {
    u32 runnable, arrived, ended;
    Meeting meeting;                // what the lanes that arrived wait for
    const void* site;
    const char* name;
    int detail;
    u32 clock;                      // barriers passed, from 1
    u32 known[MAX_WARPS];           // of each warp, the latest clock whose events are ordered before this warp's next one
};

enum class Policy { Lowest, Highest, Random };

struct Machine {
    int threads, warps;
    int block, blocks;
    Policy policy;
    uint64_t random;
    bool counts_conflicts;          // of banks: not asked for, it would be wasted time
    long conflicts;
    u32 ready;                      // warps with runnable lanes
    Thread* now;
    Warp warp[MAX_WARPS];
    Thread thread[MAX_THREADS];
};
extern Machine machine;

// Prints the error with block, thread, primitive and place, and ends the process.
unsigned long place_of(const void* site);      // as an offset in the kernel's library
[[noreturn]] void fail(const char* kind, const char* format, ...) __attribute__((format(printf, 2, 3)));
enum ExitStatus { FAULT = 3, BAD_LAUNCH = 4 };

// Fibers.
void run_block(int block);          // all its threads, to the end
void yield();                       // lets the schedule choose who goes on
inline void step() { if (machine.policy == Policy::Random) yield(); }
uint64_t next_random();
void call_kernel();                 // what a fiber runs

#define ENTER(NAME) (machine.now->doing = NAME, machine.now->site = __builtin_return_address(0))

// Order of events.
inline Epoch now_epoch() { const Thread& t = *machine.now; return Epoch(t.index, machine.warp[t.warp()].clock); }
inline bool is_before_warp(Epoch e, int warp) { return e.clock() <= machine.warp[warp].known[e.warp()]; }
inline bool is_before_now(Epoch e) { return e.thread() == machine.now->index || is_before_warp(e, machine.now->warp()); }

// Collectives.
void reset_barriers();
void pass_barrier(u32 warps);       // all of them learn what any of them knows
const char* waiting_in(int warp);

// Shared memory.
void make_shared(int bytes);
void reset_shared();
const unsigned char* read_shared(u32 at, int bytes, Thread& reader);

// Bank conflicts.
void note_banks(u32 at, int bytes);
void note_matrix_banks(const Thread* lanes);
void finish_banks();                // after a block

// Global memory.
enum class Role { In, Out, Work };
struct Buffer { Role role; unsigned char* at; size_t bytes; unsigned char* pages; size_t page_bytes; };
Buffer make_buffer(Role role, size_t bytes);
void protect_inputs();
void check_guards();
const char* describe_address(const void* at);
void check_global(const void* at, int bytes, const char* verb);
void reset_global(bool launch);     // before a block, and before a launch
