"""Golden values for the ranker's training step with the history modules transformer and pma, from PyTorch.

    python make_attention.py > attention-steps.json     (PyTorch 2.13 on the CPU, 64-bit arithmetic)

The modules are written here as the paper has them (Zheng 2025, section 3): keys and values of every position, a mask
over the padding, the mean over the outputs last. Weights are [inputs, outputs]. The test reads the same weights and
batches and compares the probabilities of each step and the table at the end.
"""

import json

import torch
import torch.nn.functional as F

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)

N, J, H, M, D, T, B, STEPS, AGES, SEEDS = 12, 3, 20, 4, 2, 5, 6, 5, 36, 32
RATE = 0.05


def linear(inputs, outputs):
    return [0.5 * torch.randn(inputs, outputs), 0.1 * torch.randn(outputs)]


def history_weights(kind):
    square = {name: 0.7 * torch.randn(M, M) for name in ("query", "key", "value")}
    if kind == "pma":
        square = {"seeds": torch.randn(SEEDS, M), "key": square["key"], "value": square["value"]}
    weight1, bias1 = linear(M, 4 * M)
    weight2, bias2 = linear(4 * M, M)
    return {
        "ages": 0.3 * torch.randn(AGES, M),
        "positions": 0.3 * torch.randn(T, M),
        "norm1.scale": 1 + 0.2 * torch.randn(M),
        "norm1.shift": 0.2 * torch.randn(M),
        **square,
        "norm2.scale": 1 + 0.2 * torch.randn(M),
        "norm2.shift": 0.2 * torch.randn(M),
        "weight1": weight1,
        "bias1": bias1,
        "weight2": weight2,
        "bias2": bias2,
    }


rows = torch.randint(0, H, (N, J))
shared = {
    "table": 0.5 * torch.randn(H, M),
    "dense": linear(D, 5) + linear(5, M),
    "top": linear(M + 3, 7) + linear(7, 1),
}
histories = {kind: history_weights(kind) for kind in ("transformer", "pma")}


def batch():
    return {
        "item": torch.randint(0, N, (B,)),
        "history": torch.randint(0, N, (B, T)),
        "length": torch.randint(0, T + 1, (B,)),
        "age_ms": (2.0 ** (33 * torch.rand(B, T))).round(),
        "dense": 3 * torch.randn(B, D),
        "label": torch.randint(0, 2, (B,)),
    }


batches = [batch() for _ in range(STEPS)]


def mlp(x, layers):
    for i in range(0, len(layers), 2):
        x = x @ layers[i] + layers[i + 1]
        if i + 2 < len(layers):
            x = torch.relu(x)
    return x


def user_vector(p, item, data):
    bucket = data["age_ms"].log2().floor().long().clamp(0, AGES - 1)
    position = (data["length"][:, None] - 1 - torch.arange(T)).clamp(min=0)
    is_click = torch.arange(T)[None] < data["length"][:, None]
    x = item[data["history"]] + p["ages"][bucket] + p["positions"][position]
    normed = F.layer_norm(x, (M,), p["norm1.scale"], p["norm1.shift"])
    queries = p["seeds"].expand(B, -1, -1) if "seeds" in p else normed @ p["query"]
    scores = queries @ (normed @ p["key"]).transpose(1, 2) / M**0.5
    attention = torch.softmax(scores.masked_fill(~is_click[:, None], -1e30), 2)
    x1 = attention @ (normed @ p["value"]) + (p["seeds"] if "seeds" in p else x)
    normed1 = F.layer_norm(x1, (M,), p["norm2.scale"], p["norm2.shift"])
    x2 = mlp(normed1, [p["weight1"], p["bias1"], p["weight2"], p["bias2"]]) + x1
    if "seeds" in p:
        return x2.mean(1) * (data["length"] > 0)[:, None]
    return (x2 * is_click[:, :, None]).sum(1) / data["length"].clamp(min=1)[:, None]


def forward(p, data):
    item = p["table"][rows].sum(1)
    dense = mlp(torch.sign(data["dense"]) * torch.log1p(data["dense"].abs()), p["dense"])
    user, target = user_vector(p["history"], item, data), item[data["item"]]
    dots = [(dense * user).sum(1), (dense * target).sum(1), (user * target).sum(1)]
    return torch.sigmoid(mlp(torch.cat([dense, torch.stack(dots, 1)], 1), p["top"])[:, 0])


def trained(value):
    if isinstance(value, torch.Tensor):
        return value.clone().requires_grad_()
    if isinstance(value, list):
        return [trained(part) for part in value]
    return {name: trained(part) for name, part in value.items()}


def train(kind):
    p = trained(shared | {"history": histories[kind]})
    weights = [p["table"], *p["dense"], *p["history"].values(), *p["top"]]
    optimizer = torch.optim.Adagrad(weights, lr=RATE, eps=1e-10)
    probabilities = []
    for data in batches:
        probability = forward(p, data)
        probabilities.append(probability.tolist())
        loss = F.binary_cross_entropy(probability, data["label"].double())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"probabilities": probabilities, "table": p["table"].tolist()}


def plain(value):
    if isinstance(value, torch.Tensor):
        return value.tolist()
    if isinstance(value, list):
        return [plain(part) for part in value]
    return {name: plain(part) for name, part in value.items()}


print(
    json.dumps(
        {
            "sizes": {"N": N, "J": J, "H": H, "M": M, "F": D, "T": T, "B": B},
            "learningRate": RATE,
            "rows": rows.flatten().tolist(),
            "weights": plain(shared),
            "histories": plain(histories),
            "batches": [plain(data) for data in batches],
            "steps": {kind: train(kind) for kind in histories},
        }
    )
)
