"""Writes model/, a VisionTextDualEncoderModel of a tiny ViT and a tiny BERT with random weights as two ONNX files, and
golden.json, what PyTorch makes of some texts and pictures.

    python3 -m venv .venv && .venv/bin/pip install torch==2.13.0 transformers==5.24.0 onnx onnxscript
    .venv/bin/python test/golden/dual/make.py

Each file is exported as a user would export a model of their own.
"""

import json
import pathlib

import onnx
import torch
from transformers import (
    BertConfig,
    BertModel,
    BertTokenizerFast,
    VisionTextDualEncoderConfig,
    VisionTextDualEncoderModel,
    ViTConfig,
    ViTModel,
)

here = pathlib.Path(__file__).parent
folder = here / "model"
(folder / "onnx").mkdir(parents=True, exist_ok=True)
torch.manual_seed(0)

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{each}" for each in LETTERS), "red", "apple", "juice", "orange"]
vocabulary = folder / "vocab.txt"
vocabulary.write_text("\n".join(WORDS) + "\n")
tokenizer = BertTokenizerFast(vocab=str(vocabulary), model_max_length=32)
tokenizer.save_pretrained(folder)

small = {"hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 3, "intermediate_size": 40, "initializer_range": 0.4}
vision = ViTModel(ViTConfig(**small, image_size=16, patch_size=8))
text = BertModel(BertConfig(**small, vocab_size=len(WORDS), max_position_embeddings=32))
config = VisionTextDualEncoderConfig.from_vision_text_configs(vision.config, text.config, projection_dim=12)
model = VisionTextDualEncoderModel(config=config, vision_model=vision, text_model=text).eval()


class Vision(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.model = model

    def forward(self, pixel_values):
        return self.model.get_image_features(pixel_values=pixel_values).pooler_output


class Text(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        inputs = {"input_ids": input_ids, "attention_mask": attention_mask, "token_type_ids": token_type_ids}
        return self.model.get_text_features(**inputs).pooler_output


def export(module, inputs, output, name):
    path = folder / "onnx" / f"{name}.onnx"
    batch = torch.export.Dim("batch", min=1)
    shapes = {key: {0: batch, 1: torch.export.Dim("sequence", min=2, max=32)} if key != "pixel_values" else {0: batch} for key in inputs}
    program = torch.onnx.export(
        module, kwargs=inputs, input_names=list(inputs), output_names=[output], dynamic_shapes=shapes, dynamo=True, external_data=False
    )
    graph = program.model_proto
    for part in [graph, graph.graph, *graph.graph.node, *graph.functions]:
        for field in ("metadata_props", "doc_string"):
            if hasattr(part, field):
                part.ClearField(field)
    onnx.save(graph, path)


texts = ["Red apple", "orange juice 1 l", "x", "red apple red apple juice orange apple juice " * 4]
tokens = tokenizer(texts, padding=True, truncation=True, max_length=32, return_tensors="pt")
pixels = torch.rand(3, 3, 16, 16) * 2 - 1
export(Vision(), {"pixel_values": pixels}, "image_embeds", "vision_model")
export(Text(), {key: tokens[key] for key in ("input_ids", "attention_mask", "token_type_ids")}, "text_embeds", "text_model")
(folder / "preprocessor_config.json").write_text(
    json.dumps({"do_normalize": True, "do_rescale": True, "do_resize": True, "image_mean": [0.5] * 3, "image_processor_type": "ViTImageProcessor",
                "image_std": [0.5] * 3, "resample": 2, "rescale_factor": 1 / 255, "size": {"height": 16, "width": 16}}) + "\n"
)
# Levels of 0 to 255, as pictures have.
levels = torch.randint(0, 256, (3, 16, 16, 3))
scaled = (levels.permute(0, 3, 1, 2) / 255 - 0.5) / 0.5
with torch.no_grad():
    out = model(pixel_values=scaled, **{**tokens})
    result = {
        "texts": texts,
        "input_ids": [ids[mask == 1].tolist() for ids, mask in zip(tokens["input_ids"], tokens["attention_mask"])],
        "text_embeds": [round(each, 6) for each in out.text_embeds.flatten().tolist()],
        "rgb": levels.flatten(1).tolist(),
        "image_embeds": [round(each, 6) for each in out.image_embeds.flatten().tolist()],
    }
(here / "golden.json").write_text(json.dumps(result) + "\n")
vocabulary.unlink(missing_ok=True)
