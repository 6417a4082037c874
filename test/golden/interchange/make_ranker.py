"""Golden values for `sid export --run`: the PyTorch module that goes with it, on random weights.

    python make_ranker.py > ranker.json     (PyTorch 2.13 on the CPU, 64-bit arithmetic)

For each history module: the config, the module's whole state, a batch and the probabilities.
"""

import json
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[3] / "optional" / "export" / "ranker"))
from model import Ranker  # noqa: E402

torch.manual_seed(0)
N, J, H, M, T, B = 6, 2, 9, 4, 3, 5


def config(history, features, dense_hidden, top_hidden, categories):
    vectors = 3 + len(categories)
    return {
        "num_items": N,
        "tokens_per_item": J,
        "table_rows": H,
        "model_width": M,
        "history": history,
        "history_length": T,
        "num_ages": 36,
        "num_seeds": 3 if history == "pma" else 0,
        "dense_sizes": [max(1, features), *dense_hidden, M],
        "top_sizes": [M + vectors * (vectors - 1) // 2, *top_hidden, 1],
        "categories": categories,
    }


def golden(c, features):
    ranker = Ranker(c).double()
    for p in ranker.parameters():
        torch.nn.init.normal_(p, std=0.5)
    ranker.item_rows.copy_(torch.randint(0, H, (N, J)))
    for i, category in enumerate(c["categories"]):
        ranker.category_rows[:, i] = torch.randint(0, category["rows"], (N,))
    history = torch.randint(0, N, (B, T))
    length = torch.arange(B) % (T + 1)
    history[torch.arange(T)[None] >= length[:, None]] = -1
    batch = {
        "item": torch.randint(0, N, (B,)),
        "history": history,
        "age_ms": (2.0 ** (34 * torch.rand(B, T))).round().float(),
        "dense": (3 * torch.randn(B, features)).double(),
    }
    batch["age_ms"][1, 0] = 0
    with torch.no_grad():
        probability = ranker(**batch)
    return {
        "config": c,
        "state": {k: {"shape": list(v.shape), "values": v.flatten().tolist()} for k, v in ranker.state_dict().items()},
        "batch": {k: {"shape": list(v.shape), "values": v.flatten().tolist()} for k, v in batch.items()},
        "probability": probability.tolist(),
    }


shop = [{"name": "kind", "rows": 3}, {"name": "shade", "rows": 5}]
print(
    json.dumps(
        {
            "bypass": golden(config("bypass", 2, [5], [3], []), 2),
            "transformer": golden(config("transformer", 2, [], [], shop), 2),
            "pma": golden(config("pma", 0, [3], [4, 2], shop[:1]), 0),
        }
    )
)
