"""The RQ-VAE in plain PyTorch (Zheng 2025), and what its programs share."""

import json

import torch
from safetensors import safe_open
from torch import nn


def read(path):
    with safe_open(path, "pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}, file.metadata()


def mlp(weights, name):
    """Linear layers with ReLU between; ours are stored [inputs, outputs]."""
    count = sum(key.startswith(f"{name}.") and key.endswith(".weight") for key in weights)
    layers = []
    for i in range(count):
        weight = weights[f"{name}.{i}.weight"]
        layer = nn.Linear(*weight.shape)
        layer.weight.data = weight.T.contiguous()
        layer.bias.data = weights[f"{name}.{i}.bias"]
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def nearest(x, codebook):
    """argmin |x - v|^2 without the square root and without |x|^2."""
    half_norm = codebook.square().sum(1).mul(0.5)
    return torch.addmm(half_norm, x, codebook.T, beta=-1).argmax(1)


class RqVae(nn.Module):
    def __init__(self, folder):
        super().__init__()
        weights, metadata = read(f"{folder}/model.safetensors")
        config = json.loads(metadata["config"])
        sizes = config["codebookSizes"] or [config["codebookSize"]] * config["levels"]
        self.beta, self.rate = config["commitmentWeight"], config["learningRate"]
        self.encoder = mlp(weights, "encoder")
        self.decoder = mlp(weights, "decoder")
        self.codebooks = nn.ParameterList(weights["codebooks"].split(sizes))
        self.mean, self.factor = weights["input.mean"], weights["input.factor"]

    def codes(self, x):
        residual, codes = self.encoder((x - self.mean) * self.factor), []
        for codebook in self.codebooks:
            codes.append(nearest(residual, codebook))
            residual = residual - codebook[codes[-1]]
        return torch.stack(codes, 1)

    def loss(self, x):
        z = self.encoder(x)
        residual, quantized, levels = z, 0, 0
        for codebook in self.codebooks:
            with torch.no_grad():
                code = nearest(residual, codebook)
            v = nn.functional.embedding(code, codebook)
            commitment = (residual - v.detach()).square().sum()
            levels = levels + self.beta * commitment + (residual.detach() - v).square().sum()
            quantized = quantized + v
            residual = residual - v
        decoded = self.decoder(z + (quantized - z).detach())
        return ((x - decoded).square().sum() + levels) / len(x)


def batches(folder):
    items, _ = read(f"{folder}/items.safetensors")
    return [items[str(i)] for i in range(len(items))]


def training_step(parameters, rate, loss_of, folder):
    """Adam on one batch after another."""
    optimizer = torch.optim.Adam(parameters, lr=rate)
    all_batches = batches(folder)
    steps = 0

    def step():
        nonlocal steps
        x = all_batches[steps % len(all_batches)]
        steps += 1
        loss = loss_of(x)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.detach()

    return step
