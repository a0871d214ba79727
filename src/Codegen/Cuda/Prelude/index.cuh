// Arithmetic on indices that may be negative; divisors are positive.
DEVICE int floor_modulo(int x, int y) { const int rest = x % y; return rest < 0 ? rest + y : rest; }
DEVICE int floor_divide(int x, int y) { return (x - floor_modulo(x, y)) / y; }
