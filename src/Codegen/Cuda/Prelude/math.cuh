// Functions of maps.
DEVICE float exponential(float x) { return ex2(x * 1.4426950408889634f); }
DEVICE float relu(float x) { return x < 0.f ? 0.f : x; }
DEVICE float sigmoid(float x) { return 1.f / (1.f + exponential(-x)); }
DEVICE float silu(float x) { return x * sigmoid(x); }
DEVICE float gelu(float x) { return .5f * x * (1.f + erff(x * .7071067811865476f)); }
DEVICE float gelu_tanh(float x) { return .5f * x * (1.f + tanhf(.7978845608028654f * (x + .044715f * x * x * x))); }
DEVICE float modulo(float x, float y) { return x - y * floorf(x / y); }
