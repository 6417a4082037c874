"""Writes variants.json: what Hugging Face's CLIPModel makes of the tiny CLIP where its config says something else.

    python3 -m venv .venv && .venv/bin/pip install torch==2.13.0 transformers==5.24.0
    .venv/bin/python test/golden/clip/make.py ../shared/models/tiny-clip
"""

import json
import pathlib
import sys

import torch
from transformers import CLIPConfig, CLIPModel

folder = sys.argv[1]
# The largest id is not the end token, and stands before it; the end token stands twice.
IDS = [1512, 7, 1513, 320, 882, 320, 5]


def embeddings(**text):
    config = CLIPConfig.from_pretrained(folder)
    for part in (config.text_config, config.vision_config):
        part.hidden_act = text.get("hidden_act", part.hidden_act)
    config.text_config.eos_token_id = text.get("eos_token_id", config.text_config.eos_token_id)
    model = CLIPModel.from_pretrained(folder, config=config).eval()
    golden = json.loads(pathlib.Path(folder, "golden.json").read_text())
    pixels = torch.tensor(golden["pixel_values"]).reshape(4, 3, 32, 32)[:1]
    with torch.no_grad():
        out = model(input_ids=torch.tensor([IDS]), pixel_values=pixels)
        text_features = model.get_text_features(input_ids=torch.tensor([IDS])).pooler_output
        image_features = model.get_image_features(pixel_values=pixels).pooler_output
    assert torch.allclose(out.text_embeds, torch.nn.functional.normalize(text_features))
    return text_features[0].tolist(), image_features[0].tolist()


def rounded(values):
    return [round(value, 6) for value in values]


result = {
    "ids": IDS,
    # eos_token_id 2: at the largest id.
    "pooledAtLargest": rounded(embeddings(eos_token_id=2)[0]),
    # At the first 320.
    "pooledAtEnd": rounded(embeddings(eos_token_id=320)[0]),
    # Nowhere in the text: at its first token.
    "pooledAtNone": rounded(embeddings(eos_token_id=1000)[0]),
    "gelu": [rounded(each) for each in embeddings(hidden_act="gelu", eos_token_id=320)],
}
path = pathlib.Path(__file__).with_name("variants.json")
path.write_text(json.dumps(result) + "\n")
