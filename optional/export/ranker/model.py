"""A click ranker of `sid` for PyTorch: the simplified DLRM of Zheng 2025 (arXiv 2504.02137), section 3.

    ranker = Ranker.load("folder")       # config.json and model.safetensors
    probability = ranker(item, history, age_ms, dense)

`python model.py` compares it with what sid predicted for examples.safetensors.
"""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn


def mlp(sizes):
    layers = [part for i, o in zip(sizes, sizes[1:]) for part in (nn.Linear(i, o), nn.ReLU())]
    return nn.Sequential(*layers[:-1])


class History(nn.Module):
    """A user's clicks [B, T, M], of which those under the mask [B, T] count, as one vector [B, M]."""

    def __init__(self, kind, width, length, num_ages, num_seeds):
        super().__init__()
        self.kind, self.ages = kind, nn.Embedding(num_ages, width)
        if kind == "bypass":
            self.linear = nn.Linear(width, width, bias=False)
            return
        self.positions = nn.Embedding(max(1, length), width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.key, self.value = (nn.Linear(width, width, bias=False) for _ in range(2))
        if kind == "transformer":
            self.query = nn.Linear(width, width, bias=False)
        else:
            self.seeds = nn.Parameter(torch.zeros(num_seeds, width))
        self.mlp = mlp([width, 4 * width, width])

    def forward(self, x, age_ms, mask):
        last = self.ages.num_embeddings - 1
        bucket = (torch.frexp(age_ms.float()).exponent - 1).clamp(0, last)  # floor(log2)
        x = x + self.ages(bucket)
        length = mask.sum(1, keepdim=True)
        weight = mask.to(x.dtype) / length.clamp(min=1)
        if self.kind == "bypass":
            return self.linear((x * weight[:, :, None]).sum(1))
        place = length - 1 - torch.arange(mask.shape[1], device=mask.device)  # 0: the newest
        x = x + self.positions(place.clamp(min=0))
        norm = self.norm1(x)
        asks, rest = (self.query(norm), x) if self.kind == "transformer" else (self.seeds, self.seeds)
        scores = asks @ self.key(norm).transpose(1, 2) / x.shape[2] ** 0.5
        scores = scores.masked_fill(~mask[:, None, :], torch.finfo(scores.dtype).min)
        x = scores.softmax(2) @ self.value(norm) + rest
        x = self.mlp(self.norm2(x)) + x
        if self.kind == "transformer":
            return (x * weight[:, :, None]).sum(1)
        return x.mean(1) * (length > 0)


class Ranker(nn.Module):
    def __init__(self, c):
        super().__init__()
        width = c["model_width"]
        integers = {"dtype": torch.int32}
        # An item's embedding is the sum of its rows; item_rows says which.
        self.table = nn.Embedding(c["table_rows"], width)
        self.register_buffer("item_rows", torch.zeros(c["num_items"], c["tokens_per_item"], **integers))
        self.categories = nn.ModuleList(nn.Embedding(each["rows"], width) for each in c["categories"])
        self.register_buffer("category_rows", torch.zeros(c["num_items"], len(self.categories), **integers))
        self.history = History(c["history"], width, c["history_length"], c["num_ages"], c["num_seeds"])
        self.dense, self.top = mlp(c["dense_sizes"]), mlp(c["top_sizes"])

    @classmethod
    def load(cls, folder="."):
        ranker = cls(json.loads(Path(folder, "config.json").read_text()))
        ranker.load_state_dict(load_file(Path(folder, "model.safetensors")))
        return ranker.eval()

    def items(self, index):
        return self.table(self.item_rows[index]).sum(-2)

    def forward(self, item, history, age_ms, dense):
        """Click probabilities [B].

        item [B]: target items, numbered as in item_ids.json. history [B, T]: clicked items, oldest first, -1 behind
        the last. age_ms [B, T]: how long before the impression each click was, milliseconds. dense [B, F]: features
        as in the log.
        """
        mask = history >= 0
        user = self.history(self.items(history.clamp(min=0)), age_ms, mask)
        dense = dense.sign() * dense.abs().log1p()
        dense = nn.functional.pad(dense, (0, self.dense[0].in_features - dense.shape[1]))
        vectors = [self.dense(dense), user, self.items(item)]
        vectors += [table(self.category_rows[item, i]) for i, table in enumerate(self.categories)]
        stacked = torch.stack(vectors, 1)
        dots = stacked @ stacked.transpose(1, 2)
        first, second = torch.tril_indices(len(vectors), len(vectors), -1)
        return self.top(torch.cat([vectors[0], dots[:, first, second]], 1))[:, 0].sigmoid()


if __name__ == "__main__":
    folder = Path(__file__).parent
    examples = load_file(folder / "examples.safetensors")
    wanted, _ = examples.pop("probability"), examples.pop("label")
    with torch.no_grad():
        difference = (Ranker.load(folder)(**examples) - wanted).abs().max().item()
    print(f"{len(wanted)} impressions, largest difference of a probability: {difference:.1e}")
    raise SystemExit(difference > 1e-5)
