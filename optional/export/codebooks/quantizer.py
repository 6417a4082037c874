"""A quantizer of `sid` in NumPy: embeddings to codes, and codes to what they stand for.

    quantizer = Quantizer("folder")            # config.json and model.safetensors
    codes = quantizer.codes(embeddings)        # [N, D] -> [N, L], coarse to fine
    embeddings = quantizer.decode(codes)       # in the units of the embeddings; with unit-norm up to their length
"""

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file


class Quantizer:
    def __init__(self, folder="."):
        self.config = json.loads(Path(folder, "config.json").read_text())
        self.weights = load_file(Path(folder, "model.safetensors"))
        ends = np.cumsum(self.config["codebook_sizes"])[:-1]
        self.codebooks = np.split(self.weights["codebooks"], ends)

    def network(self, name, x):
        """Linear layers [inputs, outputs] with ReLU between them, and where there is one a linear map beside them; none: x itself."""
        path = self.weights.get(f"{name}.linear.weight")
        beside = 0 if path is None else x @ path
        for i in range(len(self.weights)):
            if f"{name}.{i}.weight" not in self.weights:
                break
            x = np.maximum(x, 0) if i > 0 else x
            x = x @ self.weights[f"{name}.{i}.weight"] + self.weights[f"{name}.{i}.bias"]
        return x + beside

    def encode(self, embeddings):
        x = np.asarray(embeddings, dtype=np.float32)
        if self.config["normalize"] == "unit-norm":
            x = x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-30)
        else:
            x = (x - self.weights["input.mean"]) * self.weights["input.factor"]
        return self.network("encoder", x)

    def codes(self, embeddings):
        rest = self.encode(embeddings)
        codes = []
        for codebook in self.codebooks:
            distances = (codebook**2).sum(1) - 2 * rest @ codebook.T
            codes.append(distances.argmin(1))
            rest = rest - codebook[codes[-1]]
        return np.stack(codes, 1)

    def decode(self, codes):
        x = self.network("decoder", sum(book[codes[:, i]] for i, book in enumerate(self.codebooks)))
        if self.config["normalize"] == "unit-norm":
            return x
        factor = self.weights["input.factor"]
        return x / np.where(factor == 0, 1, factor) + self.weights["input.mean"]
