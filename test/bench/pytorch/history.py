"""User-history modules: (table, rows of each item, batch) -> one vector an example."""

import torch
import torch.nn.functional as F
from torch import nn


class Bypass(nn.Module):
    """mean over the clicks of (item + age) W. All tokens of a history are one bag without its padding, so that
    no vector of a single click is ever made; W meets the mean."""

    def __init__(self, weights):
        super().__init__()
        self.weight = nn.Parameter(weights["history.weight"])
        ages = weights["history.ages"]
        self.ages = nn.EmbeddingBag(*ages.shape, mode="mean", _weight=ages)

    def forward(self, table, rows, batch):
        length = batch["length"]
        is_click = torch.arange(batch["history"].shape[1]) < length.unsqueeze(1)
        first = length.cumsum(0) - length
        tokens = rows[batch["history"][is_click]].flatten()
        items = table(tokens, first * rows.shape[1]) / length.clamp(min=1).unsqueeze(1)
        ages = self.ages(age_bucket(batch["age_ms"][is_click]), first)
        return (items + ages) @ self.weight


def age_bucket(age_ms):
    return age_ms.log2().floor().long().clamp(0, 35)


class Attention(nn.Module):
    """What Transformer and PMA share: clicks as vectors, the feed-forward half, the mean over the outputs."""

    def __init__(self, weights):
        super().__init__()
        width = weights["history.key"].shape[0]
        self.ages = nn.Embedding.from_pretrained(weights["history.ages"], freeze=False)
        self.positions = nn.Embedding.from_pretrained(weights["history.positions"], freeze=False)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.key, self.value = linear(weights["history.key"]), linear(weights["history.value"])
        self.feed_forward = nn.Sequential(
            linear(weights["history.weight1"], weights["history.bias1"]),
            nn.ReLU(),
            linear(weights["history.weight2"], weights["history.bias2"]),
        )

    def clicks(self, table, rows, batch):
        """[B, T, M]; positions are counted back from the newest click."""
        tokens = rows[batch["history"]]
        items = table(tokens.flatten(0, 1)).unflatten(0, tokens.shape[:2])
        ages = self.ages(age_bucket(batch["age_ms"]))
        back = batch["length"].unsqueeze(1) - 1 - torch.arange(tokens.shape[1])
        return items + ages + self.positions(back.clamp(min=0))

    def outputs(self, x):
        return self.feed_forward(self.norm2(x)) + x


class Transformer(Attention):
    def __init__(self, weights):
        super().__init__(weights)
        self.query = linear(weights["history.query"])

    def forward(self, table, rows, batch):
        x = self.clicks(table, rows, batch)
        is_click = torch.arange(x.shape[1]) < batch["length"].unsqueeze(1)
        normed = self.norm1(x)
        mask = torch.zeros(is_click.shape).masked_fill(~is_click, -1e9).unsqueeze(1)
        attended = F.scaled_dot_product_attention(
            self.query(normed), self.key(normed), self.value(normed), mask
        )
        outputs = self.outputs(attended + x) * is_click.unsqueeze(2)
        return outputs.sum(1) / batch["length"].clamp(min=1).unsqueeze(1)


class Pma(Attention):
    def __init__(self, weights):
        super().__init__(weights)
        self.seeds = nn.Parameter(weights["history.seeds"])

    def forward(self, table, rows, batch):
        x = self.clicks(table, rows, batch)
        is_click = torch.arange(x.shape[1]) < batch["length"].unsqueeze(1)
        normed = self.norm1(x)
        mask = torch.zeros(is_click.shape).masked_fill(~is_click, -1e9).unsqueeze(1)
        seeds = self.seeds.expand(x.shape[0], -1, -1)
        attended = F.scaled_dot_product_attention(
            seeds, self.key(normed), self.value(normed), mask
        )
        return self.outputs(attended + seeds).mean(1) * (batch["length"] > 0).unsqueeze(1)


def linear(weight, bias=None):
    """Ours are stored [inputs, outputs]."""
    layer = nn.Linear(*weight.shape, bias=bias is not None)
    layer.weight.data = weight.T.contiguous()
    if bias is not None:
        layer.bias.data = bias
    return layer


MODULES = {"bypass": Bypass, "transformer": Transformer, "pma": Pma}
