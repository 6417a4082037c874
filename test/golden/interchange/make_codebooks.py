"""Golden files for `sid import codebooks`: codebooks of faiss and vector-quantize-pytorch as these save them, and their codes.

    python make_codebooks.py     (faiss-cpu 1.15.1, vector-quantize-pytorch 1.32.0)

Writes faiss.npy, residual-vq.safetensors and codebooks.json (embeddings, and the codes that each library gives them).
"""

import json

import faiss
import numpy as np
import torch
from safetensors.torch import save_file
from vector_quantize_pytorch import ResidualVQ

torch.manual_seed(0)
D = 4
x = torch.randn(160, D)

rq = faiss.ResidualQuantizer(D, 3, 2)
rq.max_beam_size = 1
rq.train(x.numpy())
np.save("faiss.npy", faiss.vector_to_array(rq.codebooks).reshape(-1, D))
bits = np.unpackbits(rq.compute_codes(x[:40].numpy()), axis=1, bitorder="little")
of_faiss = np.stack([bits[:, 2 * level] + 2 * bits[:, 2 * level + 1] for level in range(3)], 1)

vq = ResidualVQ(dim=D, num_quantizers=2, codebook_size=(5, 3), kmeans_init=True)
for _ in range(3):
    vq(x[None])
vq.eval()
of_vq = vq(x[None, :40])[1][0]
save_file(vq.state_dict(), "residual-vq.safetensors")

golden = {"embeddings": x[:40].tolist(), "faiss": of_faiss.tolist(), "residual-vq": of_vq.tolist()}
with open("codebooks.json", "w") as file:
    json.dump(golden, file)
