// z = x + y, and the number of blocks that were here, in a workspace.
extern "C" __global__ void vector_add(const float* x, const float* y, float* z, unsigned* visits, int n, float scale) {
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) z[i] = x[i] + scale * y[i];
    if (threadIdx.x == 0) atomicAdd(visits, 1u);
}
