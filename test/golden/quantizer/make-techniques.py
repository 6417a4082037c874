"""Golden values of the techniques that codebooks are trained with.

    python make-techniques.py > techniques.json     (PyTorch 2.13 on the CPU, vector-quantize-pytorch 1.32)

Rotation, moving averages and SimVQ are vector-quantize-pytorch's own code, gradients are autograd's. Sinkhorn is
written down here as LC-Rec has it (its vq.py: center_distance_for_constraint and sinkhorn_algorithm).
"""

import json

import torch
from vector_quantize_pytorch import SimVQ, VectorQuantize
from vector_quantize_pytorch.vector_quantize_pytorch import rotate_to

torch.manual_seed(0)


def rotation():
    z = torch.randn(7, 4, requires_grad=True)
    quantized = (z + 0.3 * torch.randn(7, 4)).detach()
    with torch.no_grad():
        quantized[5] = -2 * z[5]  # the opposite direction
        quantized[6] = z[6]
    gradient = torch.randn(7, 4)
    value = rotate_to(z, quantized)
    value.backward(gradient)
    return {
        "z": z.tolist(),
        "quantized": quantized.tolist(),
        "gradient": gradient.tolist(),
        "value": value.tolist(),
        "toLatent": z.grad.tolist(),
    }


def averages():
    """Batches of as many rows as there are codes: a code begins with the weight of one row, here and there."""
    size, width, decay = 6, 3, 0.9
    model = VectorQuantize(width, size, decay=decay, threshold_ema_dead_code=0)
    book = model._codebook
    start = torch.randn(size, width)
    book.embed.data[0] = start
    book.embed_avg.data[0] = start
    model.train()
    steps = []
    for _ in range(5):
        batch = torch.randn(size, width)
        _, codes, _ = model(batch[None])
        steps.append(
            {
                "batch": batch.tolist(),
                "codes": codes.flatten().tolist(),
                "codebook": book.embed[0].tolist(),
            }
        )
    return {"start": start.tolist(), "decay": decay, "steps": steps}


def sim_vq():
    """Its losses are means over all floats; times the width they are sums over dimensions, as here."""
    size, width, beta = 5, 3, 0.25
    model = SimVQ(width, size, rotation_trick=False, input_to_quantize_commit_loss_weight=beta)
    z = torch.randn(1, 8, width, requires_grad=True)
    quantized, codes, loss = model(z)
    loss = loss * width
    loss.backward()
    return {
        "beta": beta,
        "frozen": model.frozen_codebook.tolist(),
        "map": model.code_transform.weight.T.tolist(),
        "codebook": model.codebook.tolist(),
        "z": z[0].tolist(),
        "codes": codes[0].tolist(),
        "quantized": quantized[0].tolist(),
        "loss": loss.item(),
        "toMap": model.code_transform.weight.grad.T.tolist(),
        "toLatent": z.grad[0].tolist(),
    }


def sinkhorn(epsilon, iterations):
    z, codebook = torch.randn(24, 3), 0.3 * torch.randn(4, 3)
    z[:, 0] += 1.5
    distances = ((z[:, None] - codebook[None]) ** 2).sum(-1)
    middle = (distances.max() + distances.min()) / 2
    centered = ((distances - middle) / (distances.max() - middle + 1e-5)).double()
    q = torch.exp(-centered / epsilon)
    q /= q.sum()
    for _ in range(iterations):
        q /= q.sum(1, keepdim=True)
        q /= len(z)
        q /= q.sum(0, keepdim=True)
        q /= len(codebook)
    return {
        "epsilon": epsilon,
        "iterations": iterations,
        "z": z.tolist(),
        "codebook": codebook.tolist(),
        "nearest": distances.argmin(1).tolist(),
        "codes": q.argmax(1).tolist(),
    }


print(
    json.dumps(
        {
            "rotation": rotation(),
            "averages": averages(),
            "simVq": sim_vq(),
            "sinkhorn": [sinkhorn(0.003, 50), sinkhorn(0.05, 5), sinkhorn(0.5, 50)],
        }
    )
)
