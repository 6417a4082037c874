"""Answers requests on standard input until it ends: "run N" with milliseconds of N steps, "losses N" with the
loss of each, "memory" with the highest memory so far in MiB. test/bench/contestant.ts is the other side.

    python serve.py MODULE FOLDER [WORDS]

MODULE has a function create(folder, *words), which gives a function that does one step and returns its loss
(a number, a tensor, or None).
"""

import importlib
import json
import resource
import sys
import time

import torch

torch.set_num_threads(2)


def answer(step, request, count):
    if request == "memory":
        whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        return max(resource.getrusage(who).ru_maxrss for who in whose) // 1024
    if request == "losses":
        return [float(step()) for _ in range(count)]
    start = time.perf_counter()
    for _ in range(count):
        step()
    return 1000 * (time.perf_counter() - start)


def main():
    module, folder, *words = sys.argv[1:]
    step = importlib.import_module(module).create(folder, *words)
    for line in sys.stdin:
        request, *count = line.split()
        print(json.dumps(answer(step, request, int(count[0]) if count else 0)), flush=True)


main()
