"""Steps of full fine-tuning of Hugging Face's CLIPModel on one batch: symmetric InfoNCE, AdamW in one kernel, fused
attention; with "again" blocks are computed again on the way back."""

import math

import torch
from safetensors.torch import load_file
from transformers import CLIPModel


def create(folder, rate, again=None):
    model = CLIPModel.from_pretrained(folder).train()
    if again:
        model.gradient_checkpointing_enable()
    inputs = load_file(f"{folder}/inputs.safetensors")
    pixels = inputs["pixels"]
    ids = inputs["ids"][: len(pixels)].long()
    matrices = [each for each in model.parameters() if each.ndim > 1]
    others = [each for each in model.parameters() if each.ndim <= 1]
    groups = [{"params": matrices, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=float(rate), betas=(0.9, 0.98), eps=1e-6, fused=True)

    def step():
        loss = model(input_ids=ids, pixel_values=pixels, return_loss=True).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        with torch.no_grad():
            model.logit_scale.clamp_(max=math.log(100))
        return loss.detach()

    return step
