"""Grounding DINO as an ONNX model that takes pictures of any size, for `sid ground --detector-size`.

    python -m venv .venv && .venv/bin/pip install torch torchvision transformers onnx onnxscript onnxruntime
    .venv/bin/python export.py grounding-dino-tiny models/grounding-dino-tiny

The first argument is a model's folder as transformers saves it (config.json, model.safetensors, tokenizer files), or
its name on a hub that this machine reaches; the second the folder to write. Seen to work with torch 2.14,
transformers 5.24, onnx 1.23, onnxscript 0.7 and onnxruntime 1.32 on a tiny model with random weights, in two minutes;
one of true size (172 million parameters) has been exported as far as the graph, not to the end.

Usual exports hold for one size of picture: whatever Python computes from the size (Swin's padding, the shapes of
feature maps) is frozen into the graph. Here those places are written anew, so that they stay computations. What was
written is compared with PyTorch at several sizes before it counts as done.
"""

import sys
from pathlib import Path

import onnx
import onnxruntime
import sympy
import torch
from torch import nn
from transformers import AutoProcessor, GroundingDinoForObjectDetection
from transformers.models.grounding_dino import modeling_grounding_dino as dino
from transformers.models.swin import modeling_swin as swin

INPUTS = ["pixel_values", "input_ids", "token_type_ids", "attention_mask", "pixel_mask"]
OUTPUTS = ["logits", "pred_boxes"]


def up(length, step):
    """The next multiple of `step`, as a computation even where no padding is needed."""
    return (length + step - 1) // step * step


def pad_patches(self, pixel_values, height, width):
    down, right = self.patch_size
    return nn.functional.pad(pixel_values, (0, up(width, right) - width, 0, up(height, down) - height))


def pad_pairs(self, features, height, width):
    return nn.functional.pad(features, (0, 0, 0, up(width, 2) - width, 0, up(height, 2) - height))


def swin_layer(self, hidden_states, input_dimensions, always_partition=False, **kwargs):
    """SwinLayer.forward without dropout, without a branch on whether something was padded."""
    height, width = input_dimensions
    batch, _, channels = hidden_states.size()
    side = self.window_size
    rows, columns = (height + side - 1) // side, (width + side - 1) // side
    padded = nn.functional.pad(
        self.layernorm_before(hidden_states).view(batch, height, width, channels),
        (0, 0, 0, columns * side - width, 0, rows * side - height),
    )
    windows = self.cyclic_shift(padded).reshape(batch, rows, side, columns, side, channels)
    windows = windows.transpose(2, 3).reshape(batch * rows * columns, side * side, channels)
    mask = self.get_attn_mask(rows * side, columns * side, dtype=windows.dtype, device=windows.device)
    attended, weights = self.attention(windows, mask, **kwargs)
    attended = attended.reshape(batch, rows, columns, side, side, channels)
    attended = attended.transpose(2, 3).reshape(batch, rows * side, columns * side, channels)
    attended = self.cyclic_shift(attended, reverse=True)[:, :height, :width, :]
    hidden_states = hidden_states + attended.reshape(batch, height * width, channels)
    return hidden_states + self.mlp(self.layernorm_after(hidden_states)), weights


def phrase_masks(input_ids, special_tokens):
    """generate_masks_with_special_tokens_and_transfer_map, without cummax and isin, which ONNX lacks."""
    length = input_ids.shape[1]
    special = (input_ids.unsqueeze(-1) == special_tokens).any(-1).unsqueeze(1)
    index = torch.arange(length)
    before, after = index.unsqueeze(0) < index.unsqueeze(1), index.unsqueeze(0) >= index.unsqueeze(1)
    previous = torch.where(special & before.unsqueeze(0), index, -1).amax(-1)
    following = torch.where(special & after.unsqueeze(0), index, length).amin(-1)
    valid = (following != 0) & (following != length - 1) & (following != length)
    same = (following.unsqueeze(2) == following.unsqueeze(1)) & valid.unsqueeze(1)
    own = (index.unsqueeze(0) == index.unsqueeze(1)).unsqueeze(0)
    return same | own, torch.where(valid, index - previous - 1, 0).clamp(min=0)


original_as_tensor = torch.as_tensor


def as_tensor(data, dtype=None, device=None):
    """Keeps sizes in lists of tuples computed; torch.as_tensor would freeze them."""
    if isinstance(data, list) and data and isinstance(data[0], tuple):
        return torch.stack([torch.stack([torch.full((), n, dtype=dtype) for n in row]) for row in data])
    return original_as_tensor(data, dtype=dtype, device=device)


def keep_sizes_open():
    """From here on transformers computes from sizes what it would have frozen; what comes out is the same."""
    swin.SwinPatchEmbeddings.maybe_pad = pad_patches
    swin.SwinPatchMerging.maybe_pad = pad_pairs
    swin.SwinLayer.forward = swin_layer
    dino.generate_masks_with_special_tokens_and_transfer_map = phrase_masks
    dino.torch_compilable_check = lambda *args, **kwargs: None
    torch.isin = lambda values, among: (values.unsqueeze(-1) == among).any(-1)
    torch.as_tensor = as_tensor
    # All of its uses there count up by 1.
    torch.linspace = lambda start, end, steps, dtype=None, device=None: torch.arange(steps, dtype=dtype) + start
    # torch.export simplifies quotients of sizes for hours; they are right as they are.
    sympy.simplify = lambda expression, **options: expression


class Detector(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, pixel_values, input_ids, token_type_ids, attention_mask, pixel_mask):
        output = self.model(
            pixel_values=pixel_values,
            input_ids=input_ids,
            token_type_ids=token_type_ids,
            attention_mask=attention_mask,
            pixel_mask=pixel_mask,
        )
        return output.logits, output.pred_boxes


def inputs_of(pixel_values, input_ids):
    ids = torch.tensor([input_ids])
    mask = torch.ones(1, *pixel_values.shape[2:], dtype=torch.int64)
    return dict(zip(INPUTS, [pixel_values, ids, torch.zeros_like(ids), torch.ones_like(ids), mask]))


def noise(height, width):
    generator = torch.Generator().manual_seed(height * width)
    return torch.randn(1, 3, height, width, generator=generator)


def strip(graph):
    """Notes of the exporter on each node: several times the graph's size, with paths of this machine."""
    del graph.value_info[:], graph.metadata_props[:]
    for node in graph.node:
        del node.metadata_props[:]
        node.doc_string, node.name = "", ""
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                strip(attribute.g)


def export(model, path, captions, sizes):
    """Writes the model to `path`, and compares it with PyTorch for captions (token ids) and sizes (height, width)."""
    # Swin's in plain operations. The text's stays torch's own: transformers 5.24's "eager" adds the mask that keeps
    # phrases apart as 0 and 1, so that they see each other.
    model.config.backbone_config._attn_implementation = "eager"
    if model.config.text_config._attn_implementation != "sdpa":
        sys.exit("load the model without a choice of attention")
    inputs = [inputs_of(noise(*size), ids) for size, ids in zip(sizes, captions)]
    detector = Detector(model.eval())
    with torch.no_grad():
        expected = [detector(**each) for each in inputs]
    keep_sizes_open()
    is_open = torch.export.Dim.DYNAMIC
    shapes = {name: {1: is_open} for name in INPUTS}
    shapes["pixel_values"], shapes["pixel_mask"] = {2: is_open, 3: is_open}, {1: is_open, 2: is_open}
    program = torch.export.export(
        detector,
        args=(),
        kwargs=inputs[0],
        dynamic_shapes=shapes,
        strict=False,
        prefer_deferred_runtime_asserts_over_guards=True,
    )
    exported = torch.onnx.export(
        program, args=(), kwargs=inputs[0], dynamo=True, input_names=INPUTS, output_names=OUTPUTS, verify=False
    )
    proto = exported.model_proto
    strip(proto.graph)
    del proto.metadata_props[:]
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    onnx.save(proto, partial)
    session = onnxruntime.InferenceSession(partial, providers=["CPUExecutionProvider"])
    for each, (logits, boxes) in zip(inputs, expected):
        found = session.run(OUTPUTS, {name: value.numpy() for name, value in each.items()})
        is_finite = ~logits.isinf()
        off = (torch.tensor(found[0]) - logits)[is_finite].abs().max().item()
        boxes_off = (torch.tensor(found[1]) - boxes).abs().max().item()
        print(f"{tuple(each['pixel_values'].shape[2:])}: logits {off:.1e}, boxes {boxes_off:.1e} from PyTorch's")
        if not (off < 1e-2 and boxes_off < 1e-3):
            sys.exit(f"{partial} does not give PyTorch's numbers; do not use it")
    partial.rename(path)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, target = sys.argv[1], Path(sys.argv[2])
    processor = AutoProcessor.from_pretrained(source)
    tokenizer = processor.tokenizer
    captions = [tokenizer(text).input_ids for text in ("a red apple.", "shirt.", "melon. green pear.")]
    processor.save_pretrained(target)
    export(
        GroundingDinoForObjectDetection.from_pretrained(source),
        target / "onnx" / "model.onnx",
        captions,
        [(400, 600), (480, 480), (321, 250)],
    )
