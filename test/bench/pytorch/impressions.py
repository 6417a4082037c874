"""Days of a corpus as batches with the users' last clicks, all found by sorting, without a loop over rows."""

import numpy as np
import pyarrow as pa
import torch
from torch.utils.data import IterableDataset

USER_SHIFT = 44


class Impressions(IterableDataset):
    def __init__(self, corpus, info, batch_size, history_length):
        self.corpus, self.info = corpus, info
        self.batch_size, self.history_length = batch_size, history_length

    def __iter__(self):
        keys, items = np.empty(0, np.int64), np.empty(0, np.int32)
        for day in range(1, self.info["numDays"] + 1):
            columns = self.read(day)
            key = self.key(columns["user_index"], columns["time_ms"])
            is_click = columns["label"] == 1
            keys = np.concatenate([keys, key[is_click]])
            items = np.concatenate([items, columns["item_index"][is_click]])
            order = np.argsort(keys, kind="stable")
            keys, items = keys[order], items[order]
            for start in range(0, len(key), self.batch_size):
                yield self.batch(columns, key, keys, items, slice(start, start + self.batch_size))

    def read(self, day):
        with pa.memory_map(f"{self.corpus}/days/day-{day:03}.arrow") as source:
            table = pa.ipc.open_file(source).read_all()
            return {name: self.values(table[name]) for name in table.column_names}

    @staticmethod
    def values(column):
        if pa.types.is_timestamp(column.type):
            column = column.cast(pa.int64())
        return column.to_numpy().copy()

    def key(self, user, time_ms):
        return (user.astype(np.int64) << USER_SHIFT) + time_ms - self.info["firstDayStartMs"]

    def batch(self, columns, key, click_keys, click_items, part):
        """Clicks of a user stand together in time order; those before the impression end at its key."""
        user = columns["user_index"][part].astype(np.int64) << USER_SHIFT
        end = np.searchsorted(click_keys, key[part])
        first = np.maximum(np.searchsorted(click_keys, user), end - self.history_length)
        length = end - first
        at = first[:, None] + np.arange(self.history_length)
        at = np.minimum(at, max(0, len(click_keys) - 1))
        is_click = np.arange(self.history_length) < length[:, None]
        if len(click_keys) == 0:
            history = np.zeros(at.shape, np.int64)
            age = np.ones(at.shape, np.float32)
        else:
            history = np.where(is_click, click_items[at], 0).astype(np.int64)
            age = np.where(is_click, key[part][:, None] - click_keys[at], 1).astype(np.float32)
        dense = [columns[name][part] for name in self.info["denseFeatures"]]
        return {
            "item": torch.from_numpy(columns["item_index"][part].astype(np.int64)),
            "history": torch.from_numpy(history),
            "length": torch.from_numpy(length),
            "age_ms": torch.from_numpy(age),
            "dense": torch.from_numpy(np.stack(dense, 1)),
            "label": torch.from_numpy(columns["label"][part].astype(np.float32)),
        }
