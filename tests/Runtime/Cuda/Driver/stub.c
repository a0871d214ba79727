// A CUDA driver without a GPU, for tests: memory is the host's, a few kernels are known by name and those of a compiler do nothing, time is counted, and every call is written down.
// It can be told to fail. From outside: STUB_DEVICES, STUB_CAPABILITY (90), STUB_POOLS, STUB_NAME, STUB_FAIL (function:nth:status), STUB_MEMORY (bytes).
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int Status;
typedef unsigned long long Address;

enum { INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NO_DEVICE = 100, INVALID_DEVICE = 101, INVALID_IMAGE = 200, INVALID_CONTEXT = 201, UNSUPPORTED_PTX = 222,
       INVALID_HANDLE = 400, NOT_FOUND = 500, NOT_READY = 600, ILLEGAL_ADDRESS = 700, OUT_OF_RESOURCES = 701, ECC = 214 };

enum { MAX_ARGS = 16, SLOT = 128, OBJECTS = 4096, LOG = 1 << 20 };

typedef enum { NONE, MEMORY, STREAM, EVENT, MODULE, GRAPH, EXECUTABLE, KINDS } Kind;

typedef struct { unsigned grid[3], block[3], shared; void* stream; struct Attribute* attributes; unsigned count; } Configuration;
struct Attribute { int id; int pad; unsigned value[16]; };

typedef struct { char name[64]; int maximum, runs, foreign; char* image; } Function;
typedef struct { Function* function; Configuration shape; unsigned cluster[3]; unsigned char arguments[MAX_ARGS][SLOT]; Address target; unsigned char value; size_t bytes; } Work;
typedef struct { int count; Work work[256]; } Graph;
typedef struct { Kind kind; Address address; size_t bytes; double time; void* extra; Function functions[8]; int functionCount; } Object;

static Object objects[OBJECTS];
static char calls[LOG];
static size_t length;
static int count, failAt, failStatus, failNth, sticky, hung, blocked, retained;
static char failName[64];
static double now;
static size_t used, most = 80ull << 30;
static Graph* capturing;
static __thread int current;

static int number(const char* name, int usual) { const char* text = getenv(name); return text ? atoi(text) : usual; }

void stub_reset(void) {
    for (int i = 0; i < OBJECTS; i++) {
        if (objects[i].kind == MEMORY) free((void*)(uintptr_t)objects[i].address);
        if (objects[i].kind == MODULE || objects[i].kind == GRAPH || objects[i].kind == EXECUTABLE) free(objects[i].extra);
        memset(&objects[i], 0, sizeof objects[i]);
    }
    length = 0; calls[0] = 0; count = failAt = failStatus = failNth = sticky = hung = blocked = retained = 0; failName[0] = 0; used = 0; now = 0; current = 0;
    free(capturing); capturing = 0;
}

void stub_fail_at(int call, int status) { failAt = call; failStatus = status; }
void stub_fail(const char* name, int nth, int status) { snprintf(failName, sizeof failName, "%s", name); failNth = nth; failStatus = status; }
void stub_memory(unsigned long long bytes) { most = bytes; }
int stub_count(void) { return count; }
int stub_blocked(void) { return blocked; }
const char* stub_calls(void) { return calls; }

// Objects that were not given back, the context included.
int stub_live(void) { int live = retained; for (int i = 0; i < OBJECTS; i++) live += objects[i].kind != NONE; return live; }

static void note(const char* format, ...) {
    va_list list; va_start(list, format);
    if (length + 1024 < LOG) length += vsnprintf(calls + length, LOG - length, format, list);
    va_end(list);
}

static Status enter(const char* name) {
    static int read;
    if (!read) {
        read = 1;
        const char* text = getenv("STUB_FAIL");
        if (text) sscanf(text, "%63[^:]:%d:%d", failName, &failNth, &failStatus);
        if (getenv("STUB_MEMORY")) most = strtoull(getenv("STUB_MEMORY"), 0, 10);
    }
    count++;
    note("%s%s", length ? "\n" : "", name);
    if (failAt && count == failAt) return failStatus;
    if (failName[0] && !strcmp(failName, name) && --failNth == 0) return failStatus;
    return 0;
}

#define ENTER do { Status entered = enter(__func__); if (entered) return entered; } while (0)
// A broken context answers everything with what broke it; a hanging one answers some calls never.
#define IN_CONTEXT do { ENTER; if (!current) return INVALID_CONTEXT; if (sticky) return sticky; } while (0)
#define MAY_BLOCK do { if (hung) blocked++; } while (0)

static Object* make(Kind kind) {
    for (int i = 1; i < OBJECTS; i++) if (objects[i].kind == NONE) { objects[i].kind = kind; return &objects[i]; }
    abort();
}
static Object* find(void* handle, Kind kind) {
    Object* object = handle;
    return object >= objects && object < objects + OBJECTS && object->kind == kind ? object : 0;
}
static Status drop(void* handle, Kind kind) {
    Object* object = find(handle, kind);
    if (!object) return INVALID_HANDLE;
    free(object->extra);
    memset(object, 0, sizeof *object);
    return 0;
}
static int inside(Address address, size_t bytes) {
    for (int i = 0; i < OBJECTS; i++)
        if (objects[i].kind == MEMORY && address >= objects[i].address && address + bytes <= objects[i].address + objects[i].bytes) return 1;
    return 0;
}

Status cuInit(unsigned flags) { ENTER; return number("STUB_DEVICES", 1) == 0 ? NO_DEVICE : 0; }
Status cuDriverGetVersion(int* version) { ENTER; *version = 13000; return 0; }
Status cuDeviceGetCount(int* devices) { ENTER; *devices = number("STUB_DEVICES", 1); return 0; }
Status cuDeviceGet(int* device, int ordinal) { ENTER; *device = ordinal; return ordinal < number("STUB_DEVICES", 1) ? 0 : INVALID_DEVICE; }
Status cuDeviceGetName(char* name, int size, int device) { ENTER; snprintf(name, size, "%s", getenv("STUB_NAME") ? getenv("STUB_NAME") : "NVIDIA H100 80GB HBM3"); return 0; }
Status cuDeviceTotalMem_v2(size_t* bytes, int device) { ENTER; *bytes = most; return 0; }
Status cuDeviceGetAttribute(int* value, int attribute, int device) {
    ENTER;
    int capability = number("STUB_CAPABILITY", 90);
    switch (attribute) {
        case 1: *value = 1024; break;
        case 13: *value = 1980000; break;
        case 16: *value = 132; break;
        case 33: *value = 59; break;
        case 36: *value = 2619000; break;
        case 37: *value = 5120; break;
        case 38: *value = 4096; break;
        case 39: *value = 2048; break;
        case 75: *value = capability / 10; break;
        case 76: *value = capability % 10; break;
        case 81: *value = 233472; break;
        case 82: *value = 65536; break;
        case 97: *value = 232448; break;
        case 106: *value = 32; break;
        case 115: *value = number("STUB_POOLS", 1); break;
        case 120: *value = capability >= 90; break;
        default: *value = 0;
    }
    return 0;
}
Status cuGetErrorName(int status, const char** text) {
    switch (status) {
        case INVALID_VALUE: *text = "CUDA_ERROR_INVALID_VALUE"; return 0;
        case OUT_OF_MEMORY: *text = "CUDA_ERROR_OUT_OF_MEMORY"; return 0;
        case ILLEGAL_ADDRESS: *text = "CUDA_ERROR_ILLEGAL_ADDRESS"; return 0;
        case ECC: *text = "CUDA_ERROR_ECC_UNCORRECTABLE"; return 0;
        default: *text = 0; return INVALID_VALUE;
    }
}
Status cuGetErrorString(int status, const char** text) { *text = "the stub's own words"; return 0; }

Status cuDevicePrimaryCtxRetain(void** context, int device) { ENTER; *context = (void*)0x10; retained++; return 0; }
Status cuDevicePrimaryCtxRelease_v2(int device) { ENTER; MAY_BLOCK; retained--; return 0; }
Status cuCtxSetCurrent(void* context) { Status s = enter(__func__); if (s) return s; if (context != (void*)0x10 || !retained) return INVALID_CONTEXT; current = 1; return 0; }

Status cuModuleLoadDataEx(void** module, const char* image, unsigned options, int* names, void** values) {
    IN_CONTEXT;
    const char* problem = 0; Status status = 0;
    if (!strncmp(image, ".version 99", 11)) problem = "ptxas fatal : stub log", status = UNSUPPORTED_PTX;
    else if (strncmp(image, ".version", 8) && strncmp(image, "//", 2) && strncmp(image, "\177ELF", 4)) problem = "", status = INVALID_IMAGE;
    if (problem) {
        for (unsigned i = 0; i < options; i++) {
            if (names[i] == 5) strcpy(values[i], problem);
            if (names[i] == 6) values[i] = (void*)strlen(problem);
        }
        return status;
    }
    Object* object = make(MODULE);
    object->extra = strdup(image);
    *module = object;
    return 0;
}
Status cuModuleUnload(void* module) { IN_CONTEXT; MAY_BLOCK; return drop(module, MODULE); }
Status cuModuleGetFunction(void** function, void* module, const char* name) {
    IN_CONTEXT;
    Object* object = find(module, MODULE);
    if (!object) return INVALID_HANDLE;
    note(" %s", name);
    // Of a compiler's machine code, which has zeros in it, the beginning alone was kept: its class says 64 bits.
    const char* image = object->extra;
    int foreign = !strncmp(image, "//", 2) || (image[0] == 0x7f && image[4] == 2);
    if (!foreign && !strstr(image, name)) return NOT_FOUND;
    Function* made = &object->functions[object->functionCount++ % 8];
    snprintf(made->name, sizeof made->name, "%s", name);
    made->maximum = 48 << 10; made->runs = 0; made->foreign = foreign; made->image = object->extra;
    *function = made;
    return 0;
}
Status cuFuncGetAttribute(int* value, int attribute, Function* function) { IN_CONTEXT; *value = attribute == 4 ? 168 : attribute == 8 ? function->maximum : 0; return 0; }
Status cuFuncSetAttribute(Function* function, int attribute, int value) {
    IN_CONTEXT;
    note(" %s %d=%d", function->name, attribute, value);
    if (attribute != 8) return 0;
    if (value > 232448) return INVALID_VALUE;
    function->maximum = value;
    return 0;
}
Status cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, Function* function, int threads, size_t shared) { IN_CONTEXT; *blocks = shared ? (int)(233472 / shared) : 2048 / threads; return 0; }

static int arity(const Function* function) {
    const char* name = function->name;
    if (function->foreign) return 0;
    if (strstr(name, "gemms")) return 9;
    if (strstr(name, "copy")) return 3;
    const char* digits = strrchr(name, '_');
    return digits ? atoi(digits + 1) : 0;
}
#define ARG(type, i) (*(const type*)work->arguments[i])

// O = (A B) D in f32, for each b.
static void gemms(const Work* work, float wrong) {
    const float *a = (float*)(uintptr_t)ARG(Address, 0), *b = (float*)(uintptr_t)ARG(Address, 1), *d = (float*)(uintptr_t)ARG(Address, 2);
    float* o = (float*)(uintptr_t)ARG(Address, 3);
    int batch = ARG(int, 4), m = ARG(int, 5), n = ARG(int, 6), k = ARG(int, 7), h = ARG(int, 8);
    float* row = malloc(sizeof(float) * n);
    for (int z = 0; z < batch; z++, a += m * k, b += k * n, d += n * h, o += m * h)
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) { double sum = 0; for (int x = 0; x < k; x++) sum += (double)a[i * k + x] * b[x * n + j]; row[j] = (float)sum; }
            for (int j = 0; j < h; j++) { double sum = 0; for (int x = 0; x < n; x++) sum += (double)row[x] * d[x * h + j]; o[i * h + j] = (float)sum + wrong; }
        }
    free(row);
}

static Status perform(const Work* work) {
    if (!work->function) { memset((void*)(uintptr_t)work->target, work->value, work->bytes); now += 1; return 0; }
    const char* name = work->function->foreign ? "" : work->function->name;
    now += strstr(name, "slow") ? 15 : 5;
    // The first run of these is right.
    if (strstr(name, "later") && work->function->runs++ == 0) gemms(work, 0);
    else if (strstr(name, "hang")) hung = 1;
    else if (strstr(name, "fault")) sticky = ILLEGAL_ADDRESS;
    else if (strstr(name, "lost")) sticky = ECC;
    else if (strstr(name, "crash")) abort();
    else if (strstr(name, "wrong_gemms")) gemms(work, 1);
    else if (strstr(name, "gemms")) gemms(work, 0);
    else if (strstr(name, "copy")) {
        if (!inside(ARG(Address, 0), ARG(int, 2)) || !inside(ARG(Address, 1), ARG(int, 2))) { sticky = ILLEGAL_ADDRESS; return 0; }
        memcpy((void*)(uintptr_t)ARG(Address, 1), (void*)(uintptr_t)ARG(Address, 0), ARG(int, 2));
    }
    return 0;
}
static Status submit(const Work* work) {
    if (!capturing) return perform(work);
    if (capturing->count < 256) capturing->work[capturing->count++] = *work;
    return 0;
}

Status cuLaunchKernelEx(Configuration* shape, Function* function, void** arguments, void** extra) {
    IN_CONTEXT;
    if (!find(shape->stream, STREAM)) return INVALID_HANDLE;
    Work work; memset(&work, 0, sizeof work);
    work.function = function; work.shape = *shape;
    for (int i = 0; i < 3; i++) work.cluster[i] = 1;
    for (unsigned i = 0; i < shape->count; i++) if (shape->attributes[i].id == 4) memcpy(work.cluster, shape->attributes[i].value, sizeof work.cluster);
    note(" %s grid %u %u %u block %u %u %u cluster %u %u %u shared %u", function->name, shape->grid[0], shape->grid[1], shape->grid[2],
         shape->block[0], shape->block[1], shape->block[2], work.cluster[0], work.cluster[1], work.cluster[2], shape->shared);
    if ((int)shape->shared > function->maximum || shape->block[0] * shape->block[1] * shape->block[2] > 1024 || !shape->grid[0]) return INVALID_VALUE;
    if (strstr(function->name, "greedy")) return OUT_OF_RESOURCES;
    for (int i = 0; i < arity(function); i++) {
        // Of the size of an argument only its kernel knows; ours are 8 bytes at most, and padded to more.
        memcpy(work.arguments[i], arguments[i], 8);
        if (strstr(function->name, "record")) note(" %llx", *(Address*)work.arguments[i]);
    }
    return submit(&work);
}

static Status allocate(Address* address, size_t bytes) {
    if (used + bytes > most) return OUT_OF_MEMORY;
    Object* object = make(MEMORY);
    object->address = (Address)(uintptr_t)aligned_alloc(256, (bytes + 255) / 256 * 256);
    object->bytes = bytes; used += bytes;
    // Fresh memory holds what was there before.
    memset((void*)(uintptr_t)object->address, 0xcd, bytes);
    *address = object->address;
    return 0;
}
static Status release(Address address) {
    for (int i = 0; i < OBJECTS; i++)
        if (objects[i].kind == MEMORY && objects[i].address == address) {
            used -= objects[i].bytes;
            free((void*)(uintptr_t)address);
            memset(&objects[i], 0, sizeof objects[i]);
            return 0;
        }
    return INVALID_VALUE;
}
Status cuMemAlloc_v2(Address* address, size_t bytes) { IN_CONTEXT; return allocate(address, bytes); }
Status cuMemFree_v2(Address address) { IN_CONTEXT; MAY_BLOCK; return release(address); }
Status cuMemAllocAsync(Address* address, size_t bytes, void* stream) { IN_CONTEXT; return find(stream, STREAM) ? allocate(address, bytes) : INVALID_HANDLE; }
Status cuMemFreeAsync(Address address, void* stream) { IN_CONTEXT; return find(stream, STREAM) ? release(address) : INVALID_HANDLE; }
Status cuMemGetInfo_v2(size_t* free, size_t* total) { IN_CONTEXT; *free = most - used; *total = most; return 0; }
Status cuMemcpyHtoDAsync_v2(Address target, const void* source, size_t bytes, void* stream) {
    IN_CONTEXT;
    if (!inside(target, bytes) || !find(stream, STREAM)) return INVALID_VALUE;
    memcpy((void*)(uintptr_t)target, source, bytes);
    return 0;
}
Status cuMemcpyDtoHAsync_v2(void* target, Address source, size_t bytes, void* stream) {
    IN_CONTEXT; MAY_BLOCK;
    if (!inside(source, bytes) || !find(stream, STREAM)) return INVALID_VALUE;
    memcpy(target, (void*)(uintptr_t)source, bytes);
    return 0;
}
Status cuMemsetD8Async(Address target, unsigned char value, size_t bytes, void* stream) {
    IN_CONTEXT;
    if (!inside(target, bytes) || !find(stream, STREAM)) return INVALID_VALUE;
    Work work; memset(&work, 0, sizeof work);
    work.target = target; work.value = value; work.bytes = bytes;
    return submit(&work);
}
Status cuStreamCreate(void** stream, unsigned flags) { IN_CONTEXT; *stream = make(STREAM); return 0; }
Status cuStreamQuery(void* stream) { IN_CONTEXT; return !find(stream, STREAM) ? INVALID_HANDLE : hung ? NOT_READY : 0; }
Status cuStreamDestroy_v2(void* stream) { IN_CONTEXT; return drop(stream, STREAM); }
Status cuEventCreate(void** event, unsigned flags) { IN_CONTEXT; *event = make(EVENT); return 0; }
Status cuEventRecord(void* event, void* stream) { IN_CONTEXT; Object* object = find(event, EVENT); if (!object || !find(stream, STREAM)) return INVALID_HANDLE; object->time = now; return 0; }
Status cuEventElapsedTime(float* milliseconds, void* start, void* end) {
    IN_CONTEXT;
    Object *first = find(start, EVENT), *second = find(end, EVENT);
    if (!first || !second) return INVALID_HANDLE;
    *milliseconds = (float)((second->time - first->time) / 1000);
    return 0;
}
Status cuEventDestroy_v2(void* event) { IN_CONTEXT; return drop(event, EVENT); }
Status cuStreamBeginCapture_v2(void* stream, int mode) { IN_CONTEXT; if (capturing || !find(stream, STREAM)) return INVALID_HANDLE; capturing = calloc(1, sizeof *capturing); return 0; }
Status cuStreamEndCapture(void* stream, void** graph) {
    IN_CONTEXT;
    if (!capturing) return INVALID_HANDLE;
    Object* object = make(GRAPH);
    object->extra = capturing; capturing = 0;
    *graph = object;
    return 0;
}
Status cuGraphInstantiateWithFlags(void** executable, void* graph, unsigned long long flags) {
    IN_CONTEXT;
    Object* from = find(graph, GRAPH);
    if (!from) return INVALID_HANDLE;
    Object* object = make(EXECUTABLE);
    object->extra = malloc(sizeof(Graph));
    memcpy(object->extra, from->extra, sizeof(Graph));
    *executable = object;
    return 0;
}
Status cuGraphLaunch(void* executable, void* stream) {
    IN_CONTEXT;
    Object* object = find(executable, EXECUTABLE);
    if (!object || !find(stream, STREAM)) return INVALID_HANDLE;
    Graph* graph = object->extra;
    for (int i = 0; i < graph->count; i++) perform(&graph->work[i]);
    return 0;
}
Status cuGraphExecDestroy(void* executable) { IN_CONTEXT; return drop(executable, EXECUTABLE); }
Status cuGraphDestroy(void* graph) { IN_CONTEXT; return drop(graph, GRAPH); }
Status cuTensorMapEncodeTiled(unsigned char* map, int type, unsigned rank, Address address, const unsigned long long* extents, const unsigned long long* strides,
                              const unsigned* box, const unsigned* steps, int interleave, int swizzle, int promotion, int fill) {
    ENTER;
    note(" type %d", type);
    for (unsigned i = 0; i < rank; i++) note(" %llu/%u/%u", extents[i], box[i], steps[i]);
    for (unsigned i = 0; i + 1 < rank; i++) note(" +%llu", strides[i]);
    note(" swizzle %d", swizzle);
    memset(map, 0x5a, 128);
    return (uintptr_t)map % 64 ? INVALID_VALUE : 0;
}
