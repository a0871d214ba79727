// Buffers of global memory. Each ends at a page that nobody may touch, but for at most 15 bytes that are checked after the run, and
// begins after bytes that are; inputs cannot be written at all.
// For what primitives store, who wrote it when: two threads may not write different bytes to one place unless barriers order them, and a
// block reads what another one wrote only if that one passed a fence after it and before drawing a ticket, and this one after drawing a later one.
#include "machine.h"
#include <cstdio>
#include <cstring>
#include <sys/mman.h>
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

constexpr size_t PAGE = 4096, WORD = 4;
constexpr int GUARD = 0xff;

struct Mark { int block; Epoch at; u32 number; };       // block counts from 1; number: how many writes the thread had done

struct Drawn {
    const u32* ticket;
    int block;
    Epoch at;
    u32 order;
    size_t earlier;                 // draws by earlier blocks
    u32 known[MAX_WARPS];           // of each warp and of each thread, what was fenced before
    std::vector<u32> writes;
};

struct Shadow { Buffer buffer; std::vector<Mark> marks; };
static std::vector<Shadow> shadows;
static std::vector<Drawn> drawn;    // of this launch, in order
static size_t drawn_before;         // by earlier blocks
static u32 order;                   // of fences and draws

Buffer make_buffer(Role role, size_t bytes) {
    const size_t room = (bytes + 15) / 16 * 16, inner = (room + 256 + PAGE - 1) / PAGE * PAGE;
    Buffer b{role, nullptr, bytes, nullptr, inner + 2 * PAGE};
    b.pages = (unsigned char*)mmap(nullptr, b.page_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(b.pages + PAGE, inner, PROT_READ | PROT_WRITE);
    memset(b.pages + PAGE, GUARD, inner);
    b.at = b.pages + PAGE + inner - room;
#if defined(__SANITIZE_ADDRESS__)
    __asan_poison_memory_region(b.pages + PAGE, inner - room);
    __asan_poison_memory_region(b.at + bytes, room - bytes);
#endif
    shadows.push_back({b, {}});
    if (role != Role::In) shadows.back().marks.resize((bytes + WORD - 1) / WORD);
    return b;
}

void protect_inputs() {
    for (Shadow& s : shadows)
        if (s.buffer.role == Role::In) mprotect(s.buffer.pages + PAGE, s.buffer.page_bytes - 2 * PAGE, PROT_READ);
}

__attribute__((no_sanitize("address"))) void check_guards() {
    for (Shadow& s : shadows) {
        const Buffer& b = s.buffer;
        const unsigned char* end = b.pages + b.page_bytes - PAGE;
        for (const unsigned char* p = b.pages + PAGE; p < end; p++)
            if ((p < b.at || p >= b.at + b.bytes) && *p != GUARD) fail("bounds", "somebody wrote at %s", describe_address(p));
    }
}

const char* describe_address(const void* at) {
    static char text[128];
    const unsigned char* p = (const unsigned char*)at;
    for (size_t i = 0; i < shadows.size(); i++) {
        const Buffer& b = shadows[i].buffer;
        if (p < b.pages || p >= b.pages + b.page_bytes) continue;
        snprintf(text, sizeof text, "byte %ld of argument %zu, which has %zu", (long)(p - b.at), i, b.bytes);
        return text;
    }
    snprintf(text, sizeof text, "%p, near no argument", at);
    return text;
}

static Shadow& find(const void* at, int bytes, const char* verb) {
    static size_t last;
    const unsigned char* p = (const unsigned char*)at;
    for (size_t i = 0; i < shadows.size(); i++) {
        const size_t n = (last + i) % shadows.size();
        const Buffer& b = shadows[n].buffer;
        if (p < b.at || p + bytes > b.at + b.bytes) continue;
        last = n;
        return shadows[n];
    }
    fail("bounds", "%s %d bytes at %s", verb, bytes, describe_address(at));
}

void check_global(const void* at, int bytes, const char* verb) { find(at, bytes, verb); }

void reset_global(bool launch) {
    drawn_before = launch ? 0 : drawn.size();
    if (!launch) return;
    drawn.clear();
    for (Shadow& s : shadows)
        for (Mark& mark : s.marks) mark = Mark{};
}

// Whether the write was visible to all of the device when the ticket was drawn.
static bool publishes(const Drawn& d, const Mark& mark) {
    return d.block == mark.block && (mark.number <= d.writes[mark.at.thread()] || mark.at.clock() <= d.known[mark.at.warp()]);
}

// Whether a fence lies between this block's drawing and now: by the thread that drew, or by this one.
static bool has_fenced(const Drawn& own) {
    const Fence &its = machine.thread[own.at.thread()].fence, &mine = machine.now->fence;
    return (its.order > own.order && is_before_now(its.at)) || (mine.at && own.at.clock() <= mine.known[own.at.warp()]);
}

static bool is_visible(const Mark& mark) {
    if (mark.block == machine.block + 1) return is_before_now(mark.at);
    for (size_t i = drawn_before; i < drawn.size(); i++) {
        const Drawn& own = drawn[i];
        if (!is_before_now(own.at) || !has_fenced(own)) continue;
        for (size_t j = 0; j < own.earlier; j++)
            if (drawn[j].ticket == own.ticket && publishes(drawn[j], mark)) return true;
    }
    return false;
}

extern "C" {
void emulated_store_global(void* at, const void* from, int bytes) {
    ENTER("store_global");
    step();
    if ((uintptr_t)at % bytes) fail("alignment", "stores %d bytes at %s", bytes, describe_address(at));
    Shadow& s = find(at, bytes, "stores");
    if (s.buffer.role == Role::In) fail("bounds", "writes an input, %s", describe_address(at));
    const size_t first = ((unsigned char*)at - s.buffer.at) / WORD;
    for (size_t i = 0; i < bytes / WORD; i++) {
        Mark& mark = s.marks[first + i];
        if (mark.block && !is_visible(mark) && memcmp((char*)at + i * WORD, (const char*)from + i * WORD, WORD))
            fail("race", "stores %s, which thread %d of block %d stored", describe_address((char*)at + i * WORD), mark.at.thread(), mark.block - 1);
        mark = {machine.block + 1, now_epoch(), ++machine.now->writes};
    }
    memcpy(at, from, bytes);
}

void emulated_load_global(void* to, const void* at, int bytes) {
    ENTER("load_global");
    step();
    if ((uintptr_t)at % bytes) fail("alignment", "loads %d bytes at %s", bytes, describe_address(at));
    Shadow& s = find(at, bytes, "loads");
    for (size_t i = 0, first = ((unsigned char*)at - s.buffer.at) / WORD; i < bytes / WORD && s.buffer.role != Role::In; i++) {
        const Mark& mark = s.marks[first + i];
        if (mark.block && !is_visible(mark))
            fail("race", "loads %s, which thread %d of block %d stored, and no %s orders that", describe_address((char*)at + i * WORD),
                mark.at.thread(), mark.block - 1, mark.block == machine.block + 1 ? "barrier" : "fence and ticket");
    }
    memcpy(to, at, bytes);
}

void emulated_fence() {
    ENTER("fence_device");
    Thread& t = *machine.now;
    t.fence.at = now_epoch();
    t.fence.order = ++order;
    t.fence.writes = t.writes;
    memcpy(t.fence.known, machine.warp[t.warp()].known, sizeof t.fence.known);
}

u32 emulated_draw_ticket(u32* at) {
    ENTER("draw_ticket");
    step();
    check_global(at, sizeof *at, "draws a ticket from");
    Drawn d{at, machine.block + 1, now_epoch(), ++order, drawn_before, {}, std::vector<u32>(machine.threads)};
    for (int i = 0; i < machine.threads; i++) {
        const Thread& t = machine.thread[i];
        if (!t.fence.at || !is_before_now(t.fence.at)) continue;
        d.writes[i] = t.fence.writes;
        for (int w = 0; w < machine.warps; w++) d.known[w] = max(d.known[w], t.fence.known[w]);
    }
    drawn.push_back(d);
    return (*at)++;
}
}
