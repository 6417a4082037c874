"""Golden values for the ranker's training step, from PyTorch's autograd and optimizers.

    python make.py > ranker-steps.json     (PyTorch 2.13 on the CPU, 64-bit arithmetic)

The model is written here a second time, plainly: every position looked up, no distinct items, no reordered
sums. Weights are [inputs, outputs]. The test reads the same weights and batches and compares the
probabilities of each step.
"""

import json

import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)

N, J, H, M, F, T, B, STEPS, AGES = 12, 3, 20, 8, 2, 4, 6, 5, 36
RATE = 0.05


def linear(inputs, outputs):
    return [0.5 * torch.randn(inputs, outputs), 0.1 * torch.randn(outputs)]


rows = torch.randint(0, H, (N, J))
weights = {
    "table": 0.5 * torch.randn(H, M),
    "dense": linear(F, 5) + linear(5, M),
    "history": [0.5 * torch.randn(M, M), 0.1 * torch.randn(AGES, M)],
    "top": linear(M + 3, 7) + linear(7, 1),
}


def batch():
    lengths = torch.randint(0, T + 1, (B,))
    return {
        "item": torch.randint(0, N, (B,)),
        "history": torch.randint(0, N, (B, T)),
        "length": lengths,
        "age_ms": (2.0 ** (33 * torch.rand(B, T))).round(),
        "dense": 3 * torch.randn(B, F),
        "label": torch.randint(0, 2, (B,)),
    }


batches = [batch() for _ in range(STEPS)]


def mlp(x, layers):
    for i in range(0, len(layers), 2):
        x = x @ layers[i] + layers[i + 1]
        if i + 2 < len(layers):
            x = torch.relu(x)
    return x


def forward(p, data):
    item = p["table"][rows].sum(1)
    dense = mlp(torch.sign(data["dense"]) * torch.log1p(data["dense"].abs()), p["dense"])
    weight, ages = p["history"]
    bucket = data["age_ms"].log2().floor().long().clamp(0, AGES - 1)
    clicks = (item[data["history"]] + ages[bucket]) @ weight
    mask = (torch.arange(T)[None] < data["length"][:, None]).double()[:, :, None]
    history = (clicks * mask).sum(1) / data["length"].clamp(min=1)[:, None]
    target = item[data["item"]]
    dots = [(dense * history).sum(1), (dense * target).sum(1), (history * target).sum(1)]
    top = mlp(torch.cat([dense, torch.stack(dots, 1)], 1), p["top"])
    return torch.sigmoid(top[:, 0])


class RowWiseAdagrad(torch.optim.Optimizer):
    """One accumulator a row: the running sum of the mean squared gradient."""

    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state.setdefault(p, {"sum": torch.zeros(p.shape[0])})
                state["sum"] += (p.grad**2).mean(1)
                p -= group["lr"] * p.grad / (state["sum"].sqrt()[:, None] + 1e-10)


def train(table_optimizer):
    p = {
        name: [w.clone().requires_grad_() for w in value]
        if isinstance(value, list)
        else value.clone().requires_grad_()
        for name, value in weights.items()
    }
    dense = torch.optim.Adagrad(p["dense"] + p["history"] + p["top"], lr=RATE, eps=1e-10)
    if table_optimizer == "adagrad":
        table = torch.optim.Adagrad([p["table"]], lr=RATE, eps=1e-10)
    else:
        table = RowWiseAdagrad([p["table"]], lr=RATE)
    probabilities = []
    for data in batches:
        probability = forward(p, data)
        probabilities.append(probability.tolist())
        loss = torch.nn.functional.binary_cross_entropy(probability, data["label"].double())
        dense.zero_grad()
        table.zero_grad()
        loss.backward()
        dense.step()
        table.step()
    return {"probabilities": probabilities, "table": p["table"].tolist()}


def plain(value):
    if isinstance(value, torch.Tensor):
        return value.tolist()
    return [plain(part) for part in value]


print(
    json.dumps(
        {
            "sizes": {"N": N, "J": J, "H": H, "M": M, "F": F, "T": T, "B": B},
            "learningRate": RATE,
            "rows": rows.flatten().tolist(),
            "weights": {name: plain(value) for name, value in weights.items()},
            "batches": [{name: value.tolist() for name, value in data.items()} for data in batches],
            "adagrad": train("adagrad"),
            "row-wise-adagrad": train("row-wise-adagrad"),
        }
    )
)
