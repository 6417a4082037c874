"""A tiny Grounding DINO that takes pictures of any size, and what PyTorch makes of some.

    python make.py ../../../../shared/models/tiny-grounding-dino

From a folder with random weights, tokenizer and processor; run here with the packages that
optional/grounding-dino/export.py names. Writes tiny/ and golden.json.
"""

import json
import shutil
import sys
from pathlib import Path

import torch
from transformers import GroundingDinoForObjectDetection

sys.path.insert(0, "../../../optional/grounding-dino")
import export as exporter  # noqa: E402

SIZES = [(96, 131), (75, 60), (64, 80), (160, 97)]


def pixels(height, width):
    """The same whole numbers in TypeScript, scaled."""
    values = torch.arange(3 * height * width, dtype=torch.int64)
    return (values * 7919 % 1009).reshape(1, 3, height, width).to(torch.float32) / 250 - 2


if __name__ == "__main__":
    source, tiny = Path(sys.argv[1]), Path("tiny")
    model = GroundingDinoForObjectDetection.from_pretrained(source).eval()
    captions = [(each["caption"], each["input_ids"]) for each in json.loads((source / "golden.json").read_text())]
    cases = []
    for i, (height, width) in enumerate(SIZES):
        caption, ids = captions[i % len(captions)]
        with torch.no_grad():
            output = model(**exporter.inputs_of(pixels(height, width), ids))
        cases.append(
            {
                "caption": caption,
                "height": height,
                "width": width,
                # Beyond the caption they are -Infinity.
                "logits": [[round(x, 6) for x in row[: len(ids)]] for row in output.logits[0].tolist()],
                "boxes": [[round(x, 7) for x in row] for row in output.pred_boxes[0].tolist()],
            }
        )
    Path("golden.json").write_text(json.dumps(cases) + "\n")
    exporter.export(model, tiny / "onnx" / "model.onnx", [ids for _, ids in captions], SIZES[:3])
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(source / name, tiny / name)
    config = json.loads((source / "preprocessor_config.json").read_text())
    config["size"] = {"shortest_edge": 96, "longest_edge": 160}
    (tiny / "preprocessor_config.json").write_text(json.dumps(config, indent=2) + "\n")
