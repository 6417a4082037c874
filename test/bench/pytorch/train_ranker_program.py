"""`sid train-ranker --embed prefix` as a PyTorch user would write it: a DataLoader that reads the same Arrow
files with pyarrow in a worker, sparse Adagrad, one pass over the days, the model saved at the end.

    python train_ranker_program.py FOLDER
"""

import json
import sys

import pyarrow as pa
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader

from impressions import Impressions
from ranker_step import Ranker, optimizers_of

WIDTH, AGES = 64, 36


def prefix_rows(path):
    """Rows of each item's prefixes in one table: offset + mixed-radix number, mod H."""
    with pa.memory_map(path) as source:
        table = pa.ipc.open_file(source).read_all()
    size = int(table.schema.metadata[b"codebook_size"])
    codes = table["codes"].combine_chunks()
    codes = torch.from_numpy(codes.flatten().to_numpy().copy()).long().view(len(table), -1)
    num_rows = -(-len(table) // 3)
    token, offset, rows = 0, 0, []
    for level in range(codes.shape[1]):
        token = token * size + codes[:, level]
        rows.append((token + offset) % num_rows)
        offset += size ** (level + 1)
    return torch.stack(rows, 1), num_rows


def fresh_weights(rows, num_rows, num_dense):
    def linear(name, inputs, outputs):
        layer = torch.nn.Linear(inputs, outputs)
        return {f"{name}.weight": layer.weight.data.T.contiguous(), f"{name}.bias": layer.bias.data}

    return {
        "rows": rows,
        "table.weights": torch.randn(num_rows, WIDTH) * 0.02 / rows.shape[1] ** 0.5,
        "history.weight": torch.nn.init.xavier_uniform_(torch.empty(WIDTH, WIDTH)),
        "history.ages": torch.zeros(AGES, WIDTH),
        **linear("dense.0", num_dense, 64),
        **linear("dense.1", 64, WIDTH),
        **linear("top.0", WIDTH + 3, 64),
        **linear("top.1", 64, 32),
        **linear("top.2", 32, 1),
    }


def main(folder):
    torch.set_num_threads(2)
    with open(f"{folder}/corpus/corpus.json") as file:
        info = json.load(file)
    rows, num_rows = prefix_rows(f"{folder}/sids.arrow")
    model = Ranker(fresh_weights(rows, num_rows, len(info["denseFeatures"])), "bypass")
    optimizers = optimizers_of(model)
    data = Impressions(f"{folder}/corpus", info, batch_size=2048, history_length=50)
    total = examples = 0
    for batch in DataLoader(data, batch_size=None, num_workers=1):
        loss = F.binary_cross_entropy_with_logits(model(batch), batch["label"])
        for optimizer in optimizers:
            optimizer.zero_grad()
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
        total += loss.item() * len(batch["label"])
        examples += len(batch["label"])
    torch.save(model.state_dict(), f"{folder}/model.pt")
    print(json.dumps({"log_loss": total / examples, "impressions": examples}))


main(sys.argv[1])
