"""One training step of the ranker, as a PyTorch user would write it."""

import json

import torch
import torch.nn.functional as F
from safetensors import safe_open
from torch import nn

import history

RATE = 0.02
# At 0.02 Adagrad's first steps throw an attention module about, and float noise grows with it.
ATTENTION_RATE = 0.002
EPSILON = 1e-10


def linear(weights, name):
    """Ours are stored [inputs, outputs]."""
    weight = weights[f"{name}.weight"]
    layer = nn.Linear(*weight.shape)
    layer.weight.data = weight.T.contiguous()
    layer.bias.data = weights[f"{name}.bias"]
    return layer


def mlp(weights, name):
    count = sum(key.startswith(f"{name}.") and key.endswith(".weight") for key in weights)
    layers = []
    for i in range(count):
        layers += [linear(weights, f"{name}.{i}"), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class Ranker(nn.Module):
    """DLRM with a user history: dense MLP, pairwise dot products, top MLP."""

    def __init__(self, weights, kind):
        super().__init__()
        self.rows = weights["rows"].long()
        table = weights["table.weights"]
        self.table = nn.EmbeddingBag(*table.shape, mode="sum", sparse=True, _weight=table)
        self.dense = mlp(weights, "dense")
        self.history = history.MODULES[kind](weights)
        self.top = mlp(weights, "top")

    def forward(self, batch):
        dense = self.dense(torch.sign(batch["dense"]) * torch.log1p(batch["dense"].abs()))
        user = self.history(self.table, self.rows, batch)
        target = self.table(self.rows[batch["item"]])
        dots = [(dense * user).sum(1), (dense * target).sum(1), (user * target).sum(1)]
        return self.top(torch.cat([dense, torch.stack(dots, 1)], 1)).squeeze(1)


def read(path):
    with safe_open(path, "pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()


def read_batches(path):
    tensors, metadata = read(path)
    batches = []
    for i in range(int(metadata["batches"])):
        batch = {name: tensors[f"{i}.{name}"] for name in ("age_ms", "dense")}
        for name in ("item", "history", "length"):
            batch[name] = tensors[f"{i}.{name}"].long()
        batches.append(batch | {"label": tensors[f"{i}.label"].float()})
    return batches


def optimizers_of(model, rate=RATE):
    dense = [p for name, p in model.named_parameters() if name != "table.weight"]
    return [
        torch.optim.Adagrad(dense, lr=rate, eps=EPSILON),
        torch.optim.Adagrad(model.table.parameters(), lr=rate, eps=EPSILON),
    ]


def create(folder):
    with open(f"{folder}/bench.json") as file:
        bench = json.load(file)
    weights, _ = read(f"{folder}/weights.safetensors")
    batches = read_batches(f"{folder}/batches.safetensors")
    model = Ranker(weights, bench["history"])
    optimizers = optimizers_of(model, RATE if bench["history"] == "bypass" else ATTENTION_RATE)
    steps = 0

    def step():
        nonlocal steps
        batch = batches[steps % len(batches)]
        steps += 1
        loss = F.binary_cross_entropy_with_logits(model(batch), batch["label"])
        for optimizer in optimizers:
            optimizer.zero_grad()
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
        return loss.detach()

    return step
