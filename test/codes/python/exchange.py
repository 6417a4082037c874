"""Files between the suite and the programs that it compares with."""

import json
import resource

import numpy as np
from safetensors.numpy import load_file, save_file

THREADS = 1


def read_items(folder):
    """Embeddings to learn from, and all that get codes."""
    items = load_file(f"{folder}/items.safetensors")
    return items["fit"], items["all"]


def write_codes(folder, codes, decoded, **seconds):
    """Codes of all items, what they stand for in the units of the embeddings, and what it cost."""
    arrays = {"codes": np.ascontiguousarray(codes, np.int32), "decoded": np.ascontiguousarray(decoded, np.float32)}
    save_file(arrays, f"{folder}/codes.safetensors")
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with open(f"{folder}/cost.json", "w") as file:
        json.dump({**seconds, "peak_memory_mb": round(peak_mb)}, file)
