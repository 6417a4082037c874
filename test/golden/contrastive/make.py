"""Writes clip/ and dual/, two models with random weights as on Hugging Face's hub, and in each golden.safetensors: a batch of
pairs, its embeddings, losses with the gradient of every parameter, and the parameters after 20 steps of AdamW.

    python3 -m venv .venv && .venv/bin/pip install torch==2.13.0 transformers==5.24.0
    .venv/bin/python test/golden/contrastive/make.py

All is computed in double precision, with losses written here one pair at a time.
"""

import json
import pathlib

import torch
from safetensors.torch import save_file
from transformers import (
    BertConfig,
    CLIPConfig,
    CLIPModel,
    CLIPVisionConfig,
    VisionTextDualEncoderConfig,
    VisionTextDualEncoderModel,
)

here = pathlib.Path(__file__).parent
torch.manual_seed(7)
START, END, PAD = 38, 39, 0
LENGTHS = [5, 12, 3, 7, 2, 9, 12]
GROUPS = [0, 1, 0, 2, 3, 1, 0]
WEIGHTS = [1.0, 0.5, 2.0, 0.0, 3.0, 1.25, 0.75]
BIAS = -1.5
STEPS, RATE, WARM_UP, DECAY = 20, 0.03, 5, 0.1
# Of the temperature's inverse, its logarithm: reached in some steps.
LARGEST = 1.47
SIZE = len(LENGTHS)

vision = {"hidden_size": 12, "intermediate_size": 20, "num_hidden_layers": 2, "num_attention_heads": 2, "image_size": 16, "patch_size": 8}
text = {"hidden_size": 8, "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "vocab_size": 40, "max_position_embeddings": 12}


def clip(act="quick_gelu"):
    own = {"hidden_act": act}
    return CLIPModel(CLIPConfig(
        text_config={**text, **own, "eos_token_id": END, "bos_token_id": START, "pad_token_id": PAD},
        vision_config={**vision, **own}, projection_dim=6,
    ))


def dual(act="gelu"):
    parts = CLIPVisionConfig(**vision, hidden_act=act), BertConfig(**text, hidden_act=act)
    return VisionTextDualEncoderModel(VisionTextDualEncoderConfig.from_vision_text_configs(*parts, projection_dim=6))


def randomize(model):
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name == "logit_scale":
                parameter.fill_(1.46)
                continue
            parameter.normal_(0, 0.35 if parameter.ndim > 1 else 0.2)
            if parameter.ndim == 1 and "norm" in name.lower() and name.endswith("weight"):
                parameter.add_(1)


def batch_of(pixels, tokens, rows):
    mask = torch.zeros(len(rows), tokens.shape[1], dtype=torch.long)
    for i, row in enumerate(rows):
        mask[i, : LENGTHS[row]] = 1
    return {"pixel_values": pixels[rows], "input_ids": tokens[rows], "attention_mask": mask}


def rows_of_losses(logits, groups):
    """-log softmax of each row, the mean over all that belong to it."""
    losses = []
    for i in range(len(groups)):
        logs = torch.log_softmax(logits[i], 0)
        own = [j for j in range(len(groups)) if groups[j] == groups[i]]
        losses.append(-sum(logs[j] for j in own) / len(own))
    return losses


def infonce(logits, groups, weights):
    both = zip(rows_of_losses(logits, groups), rows_of_losses(logits.T, groups))
    return sum(w * (a + b) / 2 for w, (a, b) in zip(weights, both)) / sum(weights)


def sigmoid(cosines, groups, scale, bias):
    """SigLIP's, with several positives: https://arxiv.org/abs/2303.15343, Algorithm 1."""
    total = 0
    for i in range(len(groups)):
        for j in range(len(groups)):
            z = 1 if groups[i] == groups[j] else -1
            total = total - torch.nn.functional.logsigmoid(z * (cosines[i, j] * scale + bias))
    return total / len(groups)


def losses_of(model, out, groups, weights, kind, bias):
    if kind == "sigmoid":
        cosines = out.text_embeds @ out.image_embeds.T
        return sigmoid(cosines, groups, model.logit_scale.exp(), bias)
    return infonce(out.logits_per_text, groups, weights)


def gradients(make, state, batch, kind, groups, weights, result, **own):
    model = make(**own).double().eval()
    model.load_state_dict(state)
    bias = torch.tensor(BIAS, dtype=torch.float64, requires_grad=True)
    out = model(**batch)
    label = kind if not own else f"{kind}-{own['act']}"
    loss = losses_of(model, out, groups, weights, kind.split("-")[0], bias)
    if kind == "infonce":
        assert torch.allclose(loss, model(**batch, return_loss=True).loss)
        result[f"{label}/picture"], result[f"{label}/text"] = out.image_embeds, out.text_embeds
    loss.backward()
    result[f"{label}/loss"] = loss
    for name, parameter in model.named_parameters():
        result[f"{label}/gradient/{name}"] = parameter.grad
    if kind == "sigmoid":
        result[f"{label}/gradient/logit_bias"] = bias.grad


def train(make, state, pixels, tokens, result):
    model = make().double().eval()
    model.load_state_dict(state)
    named = list(model.named_parameters())
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for _, p in named if p.ndim > 1], "weight_decay": DECAY},
            {"params": [p for _, p in named if p.ndim <= 1], "weight_decay": 0.0},
        ],
        lr=RATE, betas=(0.9, 0.98), eps=1e-4,
    )
    rates, losses, scales = [], [], []
    for step in range(1, STEPS + 1):
        rates.append(RATE * min(1, step / WARM_UP))
        for group in optimizer.param_groups:
            group["lr"] = rates[-1]
        rows = [(step + i) % SIZE for i in range(4 + step % 4)]
        loss = model(**batch_of(pixels, tokens, rows), return_loss=True).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            model.logit_scale.clamp_(max=LARGEST)
        losses.append(loss.item())
        scales.append(model.logit_scale.item())
    result["steps/rates"], result["steps/losses"], result["steps/log_scales"] = map(torch.tensor, (rates, losses, scales))
    for name, parameter in named:
        result[f"steps/parameter/{name}"] = parameter
    print(f"losses {losses[0]:.3f} to {losses[-1]:.3f}, clamped {sum(each == LARGEST for each in scales)} times of {STEPS}")


def write(name, make, cases):
    folder = here / name
    model = make()
    randomize(model)
    model.save_pretrained(folder)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    state = {key: value.double() for key, value in model.state_dict().items()}
    pixels = torch.randn(SIZE, 3, 16, 16).half().double()
    tokens = torch.full((SIZE, max(LENGTHS)), PAD)
    for i, length in enumerate(LENGTHS):
        tokens[i, :length] = torch.tensor([START, *torch.randint(1, START, (length - 2,)).tolist(), END])
    result = {
        "pixels": pixels, "tokens": tokens, "lengths": torch.tensor(LENGTHS),
        "groups": torch.tensor(GROUPS), "weights": torch.tensor(WEIGHTS),
    }
    batch = batch_of(pixels, tokens, list(range(SIZE)))
    alone, even = list(range(SIZE)), [1.0] * SIZE
    groups_weights = {"infonce": (alone, even), "sigmoid": (GROUPS, even), "infonce-groups": (GROUPS, even), "infonce-weights": (alone, WEIGHTS)}
    for kind, own in cases:
        gradients(make, state, batch, kind, *groups_weights[kind], result, **own)
    train(make, state, pixels, tokens, result)
    narrow = {
        key: (value.detach().half() if key == "pixels" else value.detach().float()).contiguous()
        for key, value in result.items()
    }
    save_file(narrow, folder / "golden.safetensors")


write("clip", clip, [("infonce", {}), ("infonce", {"act": "gelu"}), ("sigmoid", {}), ("infonce-groups", {}), ("infonce-weights", {})])
write("dual", dual, [("infonce", {}), ("infonce", {"act": "quick_gelu"})])
