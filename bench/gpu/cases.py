"""The shapes of the paper, as the scripts of this folder see them: names, extents, what a result must be, and how much work it is."""
from dataclasses import dataclass

CHAINS = {
    "g1": (1, 512, 256, 64, 64), "g2": (1, 512, 256, 64, 128), "g3": (1, 512, 256, 64, 256), "g4": (1, 512, 512, 256, 256),
    "g5": (1, 512, 512, 512, 256), "g6": (1, 512, 512, 1024, 256), "g7": (1, 512, 512, 128, 128), "g8": (1, 1024, 512, 128, 128),
    "g9": (1, 2048, 512, 128, 128), "g10": (1, 1024, 1024, 128, 128), "g11": (4, 1024, 1024, 128, 128), "g12": (8, 1024, 1024, 128, 128),
}
ATTENTION = {
    "s1": (8, 512, 512, 64, 64), "s2": (12, 512, 512, 64, 64), "s3": (16, 512, 512, 64, 64), "s4": (12, 256, 256, 64, 64),
    "s5": (16, 256, 256, 64, 64), "s6": (16, 256, 256, 80, 80), "s7": (1, 512, 256, 64, 64), "s8": (1, 768, 384, 64, 64),
    "s9": (1, 1024, 512, 64, 64),
}
TOLERANCE = 2e-3  # of f16: ||out - ref|| / ||ref||, and a tenth of the largest error over rms(ref)


@dataclass(frozen=True)
class Case:
    """Batch b, rows m, the reduced axes k (of the first product) and n (of the second), columns h."""
    name: str
    b: int
    m: int
    n: int
    k: int
    h: int

    @property
    def is_attention(self):
        return self.name in ATTENTION

    @property
    def flops(self):
        return 2 * self.b * self.m * self.n * (self.k + self.h)

    @property
    def bytes(self):
        """Each operand read once, the result written once, in f16."""
        return 2 * self.b * (self.m * self.k + self.n * self.k + self.n * self.h + self.m * self.h)

    @property
    def inputs(self):
        """Name and shape, in the order of samples/paper."""
        second = ("K", (self.b, self.n, self.k)) if self.is_attention else ("B", (self.b, self.k, self.n))
        first, third = ("Q", "V") if self.is_attention else ("A", "D")
        return [(first, (self.b, self.m, self.k)), second, (third, (self.b, self.n, self.h))]

    @property
    def output(self):
        return "O" if self.is_attention else "E"


def cases(names=None):
    """All of them, or those that are named, in order."""
    every = {name: Case(name, *sizes) for name, sizes in {**CHAINS, **ATTENTION}.items()}
    unknown = [n for n in names or [] if n not in every]
    if unknown:
        raise SystemExit(f"there is no shape {', '.join(unknown)}; they are {', '.join(every)}")
    return [every[n] for n in names] if names else list(every.values())
