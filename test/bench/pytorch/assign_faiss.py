"""Semantic IDs of 2048 items: PyTorch encodes, faiss finds the nearest vector of each level."""

import faiss
import torch

import rqvae

faiss.omp_set_num_threads(2)


def create(folder):
    model = rqvae.RqVae(folder)
    batches = rqvae.batches(folder)
    codebooks = [codebook.detach().numpy() for codebook in model.codebooks]
    indexes = [faiss.IndexFlatL2(codebook.shape[1]) for codebook in codebooks]
    for index, codebook in zip(indexes, codebooks):
        index.add(codebook)
    steps = 0

    @torch.inference_mode()
    def step():
        nonlocal steps
        x = batches[steps % len(batches)]
        steps += 1
        residual = model.encoder((x - model.mean) * model.factor).numpy()
        codes = []
        for index, codebook in zip(indexes, codebooks):
            codes.append(index.search(residual, 1)[1][:, 0])
            residual = residual - codebook[codes[-1]]
        return sum(code.mean() for code in codes) / len(codes)

    return step
