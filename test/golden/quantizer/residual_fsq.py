"""Codes and sums of ResidualFSQ (vector-quantize-pytorch 1.32, PyTorch 2.13), for fsq.test.ts: python residual_fsq.py"""

import json
from pathlib import Path

import torch
from vector_quantize_pytorch import ResidualFSQ

torch.manual_seed(1)
model = ResidualFSQ(levels=[4, 3], num_quantizers=2)
# Coordinates as they are: no soft clamp before the grid.
model.soft_clamp_input_value = None
points = torch.randn(40, 2)
quantized, _ = model(points[None])
grids = model.codebooks * model.scales[:, None, :]
golden = {"points": points.tolist(), "quantized": quantized[0].tolist(), "grids": grids.tolist()}
Path(__file__).with_name("residual-fsq.json").write_text(json.dumps(golden) + "\n")
