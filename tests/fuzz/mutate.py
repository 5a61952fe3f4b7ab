"""Damage as it happens, and as it is done on purpose."""

import random
from collections.abc import Sequence

ODD = (
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"%00",
    b"%zz",
    b"\r\n\r\n",
    b"<![CDATA[",
    b"&#x110000;",
    b"]]>",
    b"\x1f\x8b\x08",
)


def mutate(data: bytes, chance: random.Random, words: Sequence[bytes] = ()) -> bytes:
    """``data`` with a few pieces changed, lost, doubled, moved, or put in from ``words``."""
    damaged = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(damaged) + 1)
        until = min(len(damaged), at + chance.choice((1, 2, 8, 50, 400)))
        match chance.randrange(7):
            case 0:
                damaged[at:until] = chance.randbytes(until - at)
            case 1:
                del damaged[at:until]
            case 2:
                damaged[at:at] = damaged[at:until] * chance.choice((1, 3, 40))
            case 3:
                damaged[at:at] = chance.choice((*ODD, *words))
            case 4:
                del damaged[at:]
            case 5:
                damaged[at:until] = chance.choice((*ODD, *words))
            case 6 if at < len(damaged):
                damaged[at] ^= 1 << chance.randrange(8)
    return bytes(damaged[:200_000])
