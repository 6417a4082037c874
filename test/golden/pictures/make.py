"""Pictures resized by Pillow, for test/pictures/resample.test.ts.

Run: python make.py (Pillow 13, numpy 2). Writes resized.json.
"""

import json

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 23, 17
SIZES = [(11, 8), (5, 3), (31, 40), (23, 9), (11, 40), (1, 1)]


def picture():
    """Neither smooth nor noise: both ringing and rounding show."""
    y, x, c = np.mgrid[0:HEIGHT, 0:WIDTH, 0:3]
    return ((x * 37 + y * 91 + c * 53 + (x * y) % 7 * 19) % 256).astype(np.uint8)


if __name__ == "__main__":
    image = Image.fromarray(picture())
    kernels = {"linear": Image.Resampling.BILINEAR, "cubic": Image.Resampling.BICUBIC}
    cases = [
        {"kernel": name, "width": w, "height": h, "rgb": np.array(image.resize((w, h), kernel)).flatten().tolist()}
        for name, kernel in kernels.items()
        for w, h in SIZES
    ]
    with open("resized.json", "w") as file:
        json.dump({"width": WIDTH, "height": HEIGHT, "cases": cases}, file)
        file.write("\n")
