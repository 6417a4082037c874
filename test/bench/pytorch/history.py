"""User-history modules: (table, rows of each item, batch) -> one vector an example."""

import torch
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


MODULES = {"bypass": Bypass}
