"""One training step of the RQ-VAE in plain PyTorch."""

import rqvae


def create(folder):
    model = rqvae.RqVae(folder)
    return rqvae.training_step(model.parameters(), model.rate, model.loss, folder)
