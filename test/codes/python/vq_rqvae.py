"""Semantic IDs by an RQ-VAE with vector-quantize-pytorch's ResidualVQ: k-means start, EMA codebooks, restart of dead codes
(its defaults but for `kmeans_init` and `threshold_ema_dead_code`, without which codes die). Encoder and decoder as our plain RQ-VAE has them.
The learning rate is the best of three on a twentieth of the items, which is held out for that.

    python vq_rqvae.py ITEMS_FOLDER FOLDER LEVELS CODEBOOK_SIZE SEED
"""

import copy
import sys
import time

import numpy as np
import torch
from torch import nn
from vector_quantize_pytorch import ResidualVQ

import exchange

WIDTHS, STEPS, RATES = (256, 128, 64), 2000, (3e-4, 1e-3, 3e-3)
LARGEST_BATCH, STEPS_PER_EPOCH, SMALLEST_BATCH = 2048, 16, 32
MEASURE_EVERY = 100

items_folder, folder, (levels, size, seed) = *sys.argv[1:3], map(int, sys.argv[3:])
fit, everything = exchange.read_items(items_folder)
torch.set_num_threads(exchange.THREADS)


def mlp(widths):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class RqVae(nn.Module):
    def __init__(self, width):
        super().__init__()
        widths = [width, *WIDTHS]
        self.encoder, self.decoder = mlp(widths), mlp(widths[::-1])
        self.quantizer = ResidualVQ(
            dim=WIDTHS[-1], num_quantizers=levels, codebook_size=size, kmeans_init=True, threshold_ema_dead_code=2
        )

    def forward(self, x):
        quantized, codes, losses = self.quantizer(self.encoder(x))
        return self.decoder(quantized), codes, losses.sum()


def train(x, held_out, rate):
    """The model of the least held-out error among those measured every 100 steps, and that error."""
    torch.manual_seed(seed)
    model = RqVae(x.shape[1])
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    batch = min(LARGEST_BATCH, max(SMALLEST_BATCH, 2 ** int(np.log2(len(x) / STEPS_PER_EPOCH))))
    best, least, step = None, np.inf, 0
    while step < STEPS:
        for rows in torch.randperm(len(x)).split(batch):
            decoded, _, commitment = model.train()(x[rows])
            loss = nn.functional.mse_loss(decoded, x[rows]) + commitment
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
            if step % MEASURE_EVERY == 0:
                with torch.inference_mode():
                    error = nn.functional.mse_loss(model.eval()(held_out)[0], held_out).item()
                if error < least:
                    best, least = copy.deepcopy(model.state_dict()), error
            if step == STEPS:
                break
    model.load_state_dict(best)
    return model.eval(), least


started = time.process_time()
mean = fit.mean(0)
scale = np.sqrt(((fit - mean) ** 2).mean())
x = torch.from_numpy((fit - mean) / scale)
order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
held_out, kept = x[order[: len(x) // 20]], x[order[len(x) // 20 :]]
model, _ = min((train(kept, held_out, rate) for rate in RATES), key=lambda trained: trained[1])
trained = time.process_time()
with torch.inference_mode():
    parts = [model(part)[:2] for part in torch.from_numpy((everything - mean) / scale).split(4096)]
decoded = torch.cat([part[0] for part in parts]).numpy() * scale + mean
codes = torch.cat([part[1] for part in parts]).numpy()
exchange.write_codes(
    folder, codes, decoded, train_s=(trained - started) / len(RATES), assign_s=time.process_time() - trained
)
