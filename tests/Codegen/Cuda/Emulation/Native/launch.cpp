// Reads a launch (lines of a word and its value, from the file that the command line names), runs all blocks, writes the outputs, and prints the number of bank conflicts.
// Exit status: 0, or FAULT with one line on the error stream, or BAD_LAUNCH.
#include "machine.h"
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

constexpr int MAX_ARGUMENTS = 32;
struct Argument { Buffer buffer; std::string file; };
static std::vector<Argument> arguments;
static void* pointers[MAX_ARGUMENTS];
static void* kernel;

// More arguments than a function has do no harm in this calling convention.
#define FOUR(p) void*, void*, void*, void*
#define FOUR_FROM(i) pointers[i], pointers[i + 1], pointers[i + 2], pointers[i + 3]
void call_kernel() {
    auto function = (void (*)(FOUR(0), FOUR(1), FOUR(2), FOUR(3), FOUR(4), FOUR(5), FOUR(6), FOUR(7)))kernel;
    function(FOUR_FROM(0), FOUR_FROM(4), FOUR_FROM(8), FOUR_FROM(12), FOUR_FROM(16), FOUR_FROM(20), FOUR_FROM(24), FOUR_FROM(28));
}

[[noreturn]] static void reject(const std::string& text) {
    fprintf(stderr, "launch: %s\n", text.c_str());
    exit(BAD_LAUNCH);
}

static void on_signal(int number, siginfo_t* info, void*) {
    if (number == SIGXCPU) fail("time", "the time limit has passed");
    if (number == SIGFPE) fail("arithmetic", "an integer division by zero");
    fail("memory", "signal %d at %s", number, describe_address(info->si_addr));
}

static void handle_signals(int seconds) {
    stack_t stack{};
    stack.ss_size = 64 << 10;
    stack.ss_sp = malloc(stack.ss_size);
    sigaltstack(&stack, nullptr);
    struct sigaction action{};
    action.sa_sigaction = on_signal;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    for (int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGXCPU}) sigaction(number, &action, nullptr);
    rlimit limit{(rlim_t)seconds, (rlim_t)seconds + 2};
    setrlimit(RLIMIT_CPU, &limit);
}

static void fill(const Argument& argument) {
    const Buffer& b = argument.buffer;
    if (b.role != Role::In) return (void)memset(b.at, b.role == Role::Out ? 0xff : 0, b.bytes);
    std::ifstream file(argument.file, std::ios::binary);
    if (!file.read((char*)b.at, b.bytes)) reject("cannot read " + argument.file);
}

static void launch(int blocks) {
    reset_global(true);
    std::vector<int> order(blocks);
    for (int i = 0; i < blocks; i++) order[i] = machine.policy == Policy::Highest ? blocks - 1 - i : i;
    if (machine.policy == Policy::Random)
        for (int i = blocks - 1; i > 0; i--) std::swap(order[i], order[next_random() % (i + 1)]);
    for (int block : order) {
        run_block(block);
        finish_banks();
    }
    machine.now = nullptr;
    check_guards();
}

int main(int count, char** words) {
    if (count != 2) reject("give the file of one launch");
    std::ifstream file(words[1]);
    std::string line, library, entry;
    int blocks = 1, shared = 0, launches = 1, seconds = 60;
    machine.random = 0x9e3779b97f4a7c15ull;
    while (std::getline(file, line)) {
        std::istringstream in(line);
        std::string word, value;
        in >> word >> std::ws;
        if (word == "in" || word == "out" || word == "work") {
            size_t bytes;
            in >> bytes >> std::ws;
            std::getline(in, value);
            if (arguments.size() == MAX_ARGUMENTS) reject("too many arguments");
            arguments.push_back({make_buffer(word == "in" ? Role::In : word == "out" ? Role::Out : Role::Work, bytes), value});
            pointers[arguments.size() - 1] = arguments.back().buffer.at;
            continue;
        }
        std::getline(in, value);
        if (word == "library") library = value;
        else if (word == "entry") entry = value;
        else if (word == "blocks") blocks = atoi(value.c_str());
        else if (word == "threads") machine.threads = atoi(value.c_str());
        else if (word == "shared") shared = atoi(value.c_str());
        else if (word == "launches") launches = atoi(value.c_str());
        else if (word == "conflicts") machine.counts_conflicts = value == "1";
        else if (word == "seconds") seconds = atoi(value.c_str());
        else if (word == "policy") machine.policy = value == "lowest" ? Policy::Lowest : value == "highest" ? Policy::Highest : Policy::Random;
        else if (word == "seed") machine.random ^= strtoull(value.c_str(), nullptr, 10) * 0xd1342543de82ef95ull;
        else reject("unknown word " + word);
    }
    if (machine.threads < 1 || machine.threads > MAX_THREADS || machine.threads % LANES) reject("a block must be 1 to 32 whole warps");
    machine.warps = machine.threads / LANES;
    void* handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle) reject(dlerror());
    kernel = dlsym(handle, entry.c_str());
    if (!kernel) reject("no function " + entry);
    make_shared(shared);
    handle_signals(seconds);
    for (int i = 0; i < launches; i++) {
        for (const Argument& a : arguments)
            if (i == 0 || a.buffer.role == Role::Out) fill(a);
        if (i == 0) protect_inputs();
        launch(blocks);
    }
    for (const Argument& a : arguments) {
        if (a.file.empty() || a.buffer.role == Role::In) continue;
        std::ofstream out(a.file, std::ios::binary);
        if (!out.write((const char*)a.buffer.at, a.buffer.bytes)) reject("cannot write " + a.file);
    }
    printf("%ld\n", machine.conflicts);
    fflush(stdout);
    _exit(0);
}
