"""Golden values for the RQ-VAE's training step, from PyTorch's autograd and optimizers.

    python make.py > rq-vae-steps.json     (PyTorch 2.13 on the CPU, 64-bit arithmetic,
                                           vector-quantize-pytorch for the rotation)

The loss is written here as the paper has it, with `detach` for its stop-gradient. Weights are
[inputs, outputs]. The test reads the same weights and batches and compares codes and losses of each step,
and the weights behind the last.
"""

import json

import torch
from vector_quantize_pytorch.vector_quantize_pytorch import rotate_to

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)

D, HIDDEN, Z, L, K, B, STEPS = 6, [5], 3, 3, 4, 8, 20
BETA, RATE = 0.5, 0.01


def linear(inputs, outputs):
    return [0.5 * torch.randn(inputs, outputs), 0.1 * torch.randn(outputs)]


def layers(widths):
    return [part for i, o in zip(widths, widths[1:]) for part in linear(i, o)]


weights = {
    "encoder": layers([D, *HIDDEN, Z]),
    "codebooks": [0.5 * torch.randn(L, K, Z)],
    "decoder": layers([Z, *reversed(HIDDEN), D]),
}
batches = [torch.randn(B, D) for _ in range(STEPS)]


def mlp(x, parameters):
    for i in range(0, len(parameters), 2):
        x = x @ parameters[i] + parameters[i + 1]
        if i + 2 < len(parameters):
            x = torch.relu(x)
    return x


def forward(p, x, hand_back):
    z = mlp(x, p["encoder"])
    residual, quantized, codes = z, 0, []
    levels = 0
    for codebook in p["codebooks"][0]:
        code = torch.cdist(residual, codebook).argmin(1)
        v = codebook[code]
        commitment = ((residual - v.detach()) ** 2).sum(1)
        levels = levels + BETA * commitment + ((residual.detach() - v) ** 2).sum(1)
        quantized = quantized + v
        residual = residual - v
        codes.append(code)
    read = hand_back(z, quantized)
    reconstruction = ((x - mlp(read, p["decoder"])) ** 2).sum(1)
    return (reconstruction + levels).mean(), torch.stack(codes, 1)


def straight_through(z, quantized):
    return z + (quantized - z).detach()


def train(make, hand_back=straight_through):
    p = {name: [w.clone().requires_grad_() for w in value] for name, value in weights.items()}
    parameters = [w for value in p.values() for w in value]
    optimizer = make(parameters)
    losses, codes = [], []
    for x in batches:
        loss, code = forward(p, x, hand_back)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        codes.append(code.tolist())
    return {"losses": losses, "codes": codes, "weights": [w.tolist() for w in parameters]}


print(
    json.dumps(
        {
            "sizes": {"inputWidth": D, "hidden": HIDDEN, "latentWidth": Z}
            | {"levels": L, "codebookSize": K, "batchSize": B},
            "commitmentWeight": BETA,
            "learningRate": RATE,
            "weights": [w.tolist() for value in weights.values() for w in value],
            "batches": [x.tolist() for x in batches],
            "adam": train(lambda p: torch.optim.Adam(p, lr=RATE)),
            "rotation": train(lambda p: torch.optim.Adam(p, lr=RATE), rotate_to),
            "adagrad": train(lambda p: torch.optim.Adagrad(p, lr=RATE)),
        }
    )
)
