"""User-history modules: (table, rows of each item, batch) -> one vector an example."""

from torch import nn


class Bypass(nn.Module):
    """mean over the clicks of (item + age) W. All tokens of a history are one bag, so that no vector of a
    single click is ever made; W meets the mean."""

    def __init__(self, weights):
        super().__init__()
        self.weight = nn.Parameter(weights["history.weight"])
        ages = weights["history.ages"]
        self.ages = nn.EmbeddingBag(*ages.shape, mode="mean", _weight=ages)

    def forward(self, table, rows, batch):
        tokens = rows[batch["history"]].flatten(1)
        items = table(tokens) / batch["length"].unsqueeze(1)
        return (items + self.ages(age_bucket(batch["age_ms"]))) @ self.weight


def age_bucket(age_ms):
    return age_ms.log2().floor().long().clamp(0, 35)


MODULES = {"bypass": Bypass}
