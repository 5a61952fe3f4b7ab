import random

import pytest

from tests.fuzz.kinds import KINDS

COUNTS = {"answers": 300}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_two_thousand_damaged_inputs_raise_nothing(name: str) -> None:
    for seed in range(COUNTS.get(name, 2000)):
        KINDS[name](random.Random(seed))
