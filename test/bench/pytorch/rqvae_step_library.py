"""One training step of the RQ-VAE with vector-quantize-pytorch, codebooks learned by gradient as ours are. Its
losses are means over all values and start from its own codebooks, so they are not compared."""

from torch import nn
from vector_quantize_pytorch import ResidualVQ

import rqvae


def create(folder):
    plain = rqvae.RqVae(folder)
    levels, (size, width) = len(plain.codebooks), plain.codebooks[0].shape
    quantizer = ResidualVQ(
        dim=width,
        num_quantizers=levels,
        codebook_size=size,
        learnable_codebook=True,
        ema_update=False,
        rotation_trick=False,
        commitment_weight=plain.beta,
    )
    model = nn.ModuleList([plain.encoder, quantizer, plain.decoder])

    def loss(x):
        quantized, _, losses = quantizer(plain.encoder(x))
        return nn.functional.mse_loss(plain.decoder(quantized), x) + losses.sum()

    return rqvae.training_step(model.parameters(), plain.rate, loss, folder)
