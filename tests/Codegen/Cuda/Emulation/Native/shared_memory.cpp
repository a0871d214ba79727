// Dynamic shared memory, and of each piece of it who wrote and who read it when. An access is a fault if it leaves the window, is not
// aligned, reads what nobody wrote or what a copy has not delivered, or is not ordered after a conflicting one by barriers. That an
// asynchronous copy is complete is known to the thread that waited for it, and to those that meet that thread at a barrier afterwards.
#include "machine.h"
#include <cstdlib>
#include <cstring>

constexpr u32 BASE = 9 * 128;       // an odd multiple: kernels may count on 128 bytes and no more
constexpr int CHUNK = 16, PIECE = 2;

// The lanes of a warp that read since the last write, between two of the warp's barriers.
struct Readers { Epoch first; u32 lanes; };

struct Piece {
    Epoch write;
    bool in_flight;
    bool is_split;                  // of a chunk: its pieces differ, see below
    u16 count;
    Readers inner[4];
    std::vector<Readers>* outer;    // from the fifth on
    Readers& reader(int i) { return i < 4 ? inner[i] : (*outer)[i - 4]; }
};

static unsigned char* memory;
static u32 size;
// While every access to a chunk covers it, one record is enough for it.
static std::vector<Piece> chunks, pieces;

void make_shared(int bytes) {
    size = bytes;
    memory = (unsigned char*)aligned_alloc(128, (bytes + 255) / 128 * 128);
    chunks.resize((bytes + CHUNK - 1) / CHUNK);
    pieces.resize(chunks.size() * (CHUNK / PIECE));
}

void reset_shared() {
    memset(memory, 0xff, size);
    for (Piece& chunk : chunks) {
        chunk.write = Epoch();
        chunk.in_flight = chunk.is_split = false;
        chunk.count = 0;
    }
}

static void copy_piece(Piece& to, const Piece& from) {
    to.write = from.write;
    to.in_flight = from.in_flight;
    to.count = 0;
    for (int i = 0; i < from.count; i++) {
        if (i < 4) to.inner[i] = from.inner[i];
        else {
            if (!to.outer) to.outer = new std::vector<Readers>;
            to.outer->resize(i - 3);
            (*to.outer)[i - 4] = (*from.outer)[i - 4];
        }
        to.count = i + 1;
    }
}

// What an access covers: a chunk, or pieces of one that is split.
struct Span { Piece* first; int count; };
static Span span(u32 offset, int bytes) {
    Piece& chunk = chunks[offset / CHUNK];
    Piece* part = &pieces[offset / CHUNK * (CHUNK / PIECE)];
    if (bytes == CHUNK && !chunk.is_split) return {&chunk, 1};
    if (!chunk.is_split) {
        for (int i = 0; i < CHUNK / PIECE; i++) copy_piece(part[i], chunk);
        chunk.is_split = true;
    }
    return {part + offset % CHUNK / PIECE, bytes / PIECE};
}

static u32 offset_of(u32 at, int bytes) {
    if (at % bytes) fail("alignment", "%d bytes at shared address %u", bytes, at - BASE);
    if (at < BASE || at - BASE + bytes > size) fail("bounds", "%d bytes at %d, shared memory has %u", bytes, (int)(at - BASE), size);
    return at - BASE;
}

[[noreturn]] static void fail_race(u32 offset, const char* now, const char* then, Epoch other) {
    fail("race", "%s shared byte %u, which thread %d %s without a barrier between", now, offset, other.thread(), then);
}

static void note_read(Piece& piece, u32 offset) {
    if (!piece.write) fail("uninitialised", "reads shared byte %u, which nobody wrote", offset);
    if (piece.in_flight) fail("in flight", "reads shared byte %u, for whose copy thread %d has not waited", offset, piece.write.thread());
    if (!is_before_now(piece.write)) fail_race(offset, "reads", "wrote", piece.write);
    const Epoch now = now_epoch();
    const u32 bit = 1u << now.thread() % LANES;
    for (int i = 0; i < piece.count; i++) {
        Readers& reader = piece.reader(i);
        if (reader.first.warp() != now.warp()) continue;
        if (reader.first.clock() == now.clock()) reader.lanes |= bit;
        else reader = {now, bit};       // the warp met at a barrier since: what is ordered after it is ordered after both
        return;
    }
    if (piece.count >= 4) {
        if (!piece.outer) piece.outer = new std::vector<Readers>;
        piece.outer->resize(piece.count - 3);
    }
    piece.reader(piece.count++) = {now, bit};
}

// A write by two threads at once is no fault where both write the same bytes.
static void note_write(Piece& piece, u32 offset, bool is_same) {
    if (piece.in_flight) fail("in flight", "writes shared byte %u, into which a copy of thread %d is on its way", offset, piece.write.thread());
    if (piece.write && !is_same && !is_before_now(piece.write)) fail_race(offset, "writes", "wrote", piece.write);
    const Epoch now = now_epoch();
    for (int i = 0; i < piece.count; i++) {
        const Readers reader = piece.reader(i);
        if (is_before_warp(reader.first, now.warp())) continue;
        const u32 others = reader.first.warp() == now.warp() ? reader.lanes & ~(1u << now.thread() % LANES) : reader.lanes;
        if (others) fail_race(offset, "writes", "read", Epoch(reader.first.warp() * LANES + __builtin_ctz(others), reader.first.clock()));
    }
    piece.write = now;
    piece.count = 0;
}

const unsigned char* read_shared(u32 at, int bytes, Thread& reader) {
    Thread* const before = machine.now;
    machine.now = &reader;
    const u32 offset = offset_of(at, bytes);
    const Span s = span(offset, bytes);
    for (int i = 0; i < s.count; i++) note_read(s.first[i], offset + i * PIECE);
    machine.now = before;
    return memory + offset;
}

static void write_shared(u32 offset, const void* from, int bytes, bool in_flight) {
    const Span s = span(offset, bytes);
    const bool is_same = !in_flight && !memcmp(memory + offset, from, bytes);
    for (int i = 0; i < s.count; i++) {
        note_write(s.first[i], offset + i * PIECE, is_same);
        s.first[i].in_flight = in_flight;
    }
    if (in_flight) memset(memory + offset, 0xff, bytes);
    else memcpy(memory + offset, from, bytes);
}

static void deliver(const Copy& copy) {
    const Span s = span(copy.to, copy.bytes);
    for (int i = 0; i < s.count; i++) {
        s.first[i].in_flight = false;
        s.first[i].write = now_epoch();
    }
    if (copy.from) memcpy(memory + copy.to, copy.from, copy.bytes);
    else memset(memory + copy.to, 0, copy.bytes);
}

extern "C" {
u32 emulated_shared_base() { return BASE; }

void emulated_store_shared(u32 at, const void* from, int bytes) {
    ENTER("store_shared");
    step();
    note_banks(at, bytes);
    write_shared(offset_of(at, bytes), from, bytes, false);
}

void emulated_load_shared(void* to, u32 at, int bytes) {
    ENTER("load_shared");
    step();
    note_banks(at, bytes);
    memcpy(to, read_shared(at, bytes, *machine.now), bytes);
}

// The bytes are read when the copy is waited for: the latest that the hardware may read them.
void emulated_copy(u32 to, const void* from, int bytes, bool live) {
    ENTER("copy_async");
    step();
    note_banks(to, bytes);
    const u32 offset = offset_of(to, bytes);
    if (live) {
        if ((uintptr_t)from % bytes) fail("alignment", "copies %d bytes from %s", bytes, describe_address(from));
        check_global(from, bytes, "copies");
    }
    write_shared(offset, nullptr, bytes, true);
    machine.now->copies.push_back({offset, live ? from : nullptr, bytes});
}

void emulated_copy_arrive() {
    ENTER("copy_arrive");
    machine.now->groups.push_back(machine.now->copies.size());
}

void emulated_copy_wait(int pending) {
    ENTER("copy_wait");
    step();
    Thread& t = *machine.now;
    if (t.groups.size() <= (size_t)pending) return;
    const size_t complete = t.groups.size() - pending, end = t.groups[complete - 1];
    for (size_t i = 0; i < end; i++) deliver(t.copies[i]);
    t.copies.erase(t.copies.begin(), t.copies.begin() + end);
    t.groups.erase(t.groups.begin(), t.groups.begin() + complete);
    for (size_t& group : t.groups) group -= end;
}
}
