// Bank conflicts. Shared memory has 32 banks of 4 bytes; a request is served in phases of at most 128 bytes (32 lanes of 4 bytes, 16 of 8, 8 of 16),
// and a phase takes a turn for each different word in its fullest bank. Every turn after the first counts.
// The lanes of a warp pass a load one after the other here: the n-th time that each of them comes by belongs together.
#include "machine.h"
#include <deque>
#include <unordered_map>

struct Request { int bytes; u32 lanes, at[LANES]; };
struct Site { std::deque<Request> open; size_t served = 0, visits[LANES] = {}; };
static std::unordered_map<const void*, Site> sites[MAX_WARPS];

static int excess(const Request& request, int first, int lanes) {
    int turns = 1;
    for (int bank = 0; bank < 32; bank++) {
        u32 words[LANES];
        int count = 0;
        for (int l = first; l < first + lanes; l++) {
            if (!(request.lanes >> l & 1)) continue;
            for (u32 word = request.at[l] / 4; word <= (request.at[l] + request.bytes - 1) / 4; word++) {
                bool is_new = word % 32 == (u32)bank;
                for (int i = 0; i < count; i++) is_new &= words[i] != word;
                if (is_new) words[count++] = word;
            }
        }
        turns = max(turns, count);
    }
    return turns - 1;
}

static void serve(const Request& request) {
    const int lanes = min(LANES, 128 / request.bytes);
    for (int first = 0; first < LANES; first += lanes) machine.conflicts += excess(request, first, lanes);
}

void note_banks(u32 at, int bytes) {
    if (!machine.counts_conflicts) return;
    const Thread& t = *machine.now;
    const int lane = t.index % LANES;
    Site& site = sites[t.warp()][t.site];
    const size_t number = site.visits[lane]++ - site.served;
    if (number == site.open.size()) site.open.push_back({bytes, 0, {}});
    Request& request = site.open[number];
    request.at[lane] = at;
    request.lanes |= t.bit();
    for (; !site.open.empty() && site.open.front().lanes == ALL_LANES; site.served++) {
        serve(site.open.front());
        site.open.pop_front();
    }
}

void note_matrix_banks(const Thread* lanes) {
    if (!machine.counts_conflicts) return;
    Request request{16, ALL_LANES, {}};
    for (int l = 0; l < LANES; l++) request.at[l] = lanes[l].operands.value;
    serve(request);
}

void finish_banks() {
    for (auto& warp : sites) {
        for (auto& site : warp)
            for (const Request& request : site.second.open) serve(request);
        warp.clear();
    }
}
