// y = the sum over BLOCKS blocks of x [BLOCKS, 256], in order of the blocks: each leaves its row in the workspace and draws a ticket, the
// last one adds, and resets the ticket. Set before: BLOCKS.
extern "C" __global__ void __launch_bounds__(64, 1) ticket(const float* __restrict__ x, float* __restrict__ y, float* __restrict__ parts, u32* __restrict__ tickets) {
    const int thread = thread_index();
    const u32 shared = shared_base();
    const float* own = x + block_index() * 256 + thread * 4;
    store_global(parts + block_index() * 256 + thread * 4, make_float4(own[0], own[1], own[2], own[3]));
    fence_device();
    barrier_block();
    if (thread == 0) store_shared<0>(shared, draw_ticket(tickets));
    barrier_block();
    if (load_shared_32<0>(shared) != BLOCKS - 1) return;
    if (thread == 0) *tickets = 0;
    fence_device();
    float4 sum = {0, 0, 0, 0};
    for (int b = 0; b < BLOCKS; b++) {
        const float4 p = load_global_float4(parts + b * 256 + thread * 4);
        sum.x += p.x; sum.y += p.y; sum.z += p.z; sum.w += p.w;
    }
    store_global(y + thread * 4, sum);
}
