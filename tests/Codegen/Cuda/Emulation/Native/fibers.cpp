// A fiber for each thread of a block, on a stack of its own; the schedule decides who goes on.
#include "machine.h"
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
constexpr size_t STACK = 1 << 20;
#else
constexpr size_t STACK = 256 << 10;
#endif

Machine machine;
const int* emulated_thread;
int emulated_block;

unsigned long place_of(const void* site) {
    Dl_info info;
    return site && dladdr(site, &info) ? (const char*)site - (const char*)info.dli_fbase : 0;
}

void fail(const char* kind, const char* format, ...) {
    char text[1024];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    if (const Thread* t = machine.now)
        fprintf(stderr, "fault %s: block %d, thread %d, after %s at %#lx: %s\n", kind, machine.block, t->index, t->doing, place_of(t->site), text);
    else fprintf(stderr, "fault %s: after the run: %s\n", kind, text);
    fflush(stderr);
    _exit(FAULT);
}

uint64_t next_random() {            // xorshift*
    uint64_t& x = machine.random;
    x ^= x >> 12; x ^= x << 25; x ^= x >> 27;
    return x * 0x2545f4914f6cdd1dull >> 20;
}

// Saves what a callee must keep, and goes on where the other stack was left.
extern "C" void switch_stack(void** save, void* load);
asm(R"(
.text
.globl switch_stack
.type switch_stack, @function
switch_stack:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
.size switch_stack, .-switch_stack
)");

static void* after_block;
static unsigned char* stacks;

static void resume(Thread& next, void** save) {
    machine.now = &next;
    emulated_thread = &next.index;
    switch_stack(save, next.stack);
}

static int pick(u32 set) {
    switch (machine.policy) {
        case Policy::Lowest: return __builtin_ctz(set);
        case Policy::Highest: return 31 - __builtin_clz(set);
        default: {
            const int turn = next_random() % 32;
            const u32 turned = turn ? set >> turn | set << (32 - turn) : set;
            return (__builtin_ctz(turned) + turn) % 32;
        }
    }
}

[[noreturn]] static void fail_deadlock() {
    char text[768] = "nobody can go on:";
    for (int w = 0; w < machine.warps; w++) {
        const Warp& warp = machine.warp[w];
        const size_t used = strlen(text);
        if (warp.ended == ALL_LANES) snprintf(text + used, sizeof text - used, " warp %d has ended;", w);
        else snprintf(text + used, sizeof text - used, " warp %d (lanes %08x) waits in %s;", w, ~warp.ended, waiting_in(w));
    }
    fail("deadlock", "%s", text);
}

void yield() {
    Thread* before = machine.now;
    if (!machine.ready) fail_deadlock();
    const int warp = pick(machine.ready);
    Thread& next = machine.thread[warp * LANES + pick(machine.warp[warp].runnable)];
    if (&next != before) resume(next, &before->stack);
}

static void end_thread() {
    Thread& t = *machine.now;
    Warp& warp = machine.warp[t.warp()];
    if (warp.arrived) fail("divergence", "the thread ends where other lanes of its warp (%08x) wait in %s", warp.arrived, warp.name);
    warp.ended |= t.bit();
    warp.runnable &= ~t.bit();
    if (!warp.runnable) machine.ready &= ~(1u << t.warp());
    for (int w = 0; w < machine.warps; w++)
        if (machine.warp[w].ended != ALL_LANES) yield();               // does not come back
    void* never;
    switch_stack(&never, after_block);
}

static void run_fiber() {
    call_kernel();
    end_thread();
}

// A page that nobody may touch ends each stack, and neighbours begin in different cache lines.
static unsigned char* stack_of(int thread) { return stacks + thread * STACK; }
static unsigned char* top_of(int thread) { return stack_of(thread) + STACK - thread % 64 * 320; }

void run_block(int block) {
    if (!stacks) {
        stacks = (unsigned char*)mmap(nullptr, STACK * machine.threads, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        for (int i = 0; i < machine.threads; i++) mprotect(stack_of(i), 4096, PROT_NONE);
    }
#if defined(__SANITIZE_ADDRESS__)
    __asan_unpoison_memory_region(stacks, STACK * machine.threads);     // what the last block's frames left
#endif
    machine.block = emulated_block = block;
    machine.ready = machine.warps == 32 ? ALL_LANES : (1u << machine.warps) - 1;
    for (int w = 0; w < machine.warps; w++) {
        machine.warp[w] = Warp{};
        machine.warp[w].runnable = ALL_LANES;
        machine.warp[w].clock = 1;
    }
    for (int i = 0; i < machine.threads; i++) {
        Thread& t = machine.thread[i];
        t.index = i;
        t.doing = "start";
        t.site = nullptr;
        t.copies.clear();
        t.groups.clear();
        t.writes = 0;
        t.fence = Fence{};
        void** stack = (void**)top_of(i);
        *--stack = nullptr;                                             // the address that run_fiber would return to
        *--stack = (void*)run_fiber;
        for (int r = 0; r < 6; r++) *--stack = nullptr;
        t.stack = stack;
    }
    reset_barriers();
    reset_shared();
    reset_global(false);
    const int warp = pick(machine.ready);
    resume(machine.thread[warp * LANES + pick(ALL_LANES)], &after_block);
}
