"""Semantic IDs of 2048 items in plain PyTorch."""

import torch

import rqvae


def create(folder):
    model = rqvae.RqVae(folder)
    batches = rqvae.batches(folder)
    steps = 0

    @torch.inference_mode()
    def step():
        nonlocal steps
        codes = model.codes(batches[steps % len(batches)])
        steps += 1
        return codes.double().mean()

    return step
