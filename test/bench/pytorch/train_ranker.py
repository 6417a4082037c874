"""The whole training run as a command of its own, start of Python included."""

import os
import subprocess
import sys


def create(folder):
    program = os.path.join(os.path.dirname(__file__), "train_ranker_program.py")

    def step():
        subprocess.run([sys.executable, program, folder], check=True, stdout=subprocess.DEVNULL)

    return step
