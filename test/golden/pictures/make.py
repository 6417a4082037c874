"""Pictures resized by Pillow, for test/pictures/resample.test.ts, and cut before that, for test/pairs/load-pixels.test.ts.

Run: python make.py (Pillow 13, numpy 2). Writes resized.json and cropped.json.
"""

import json

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 23, 17
SIZES = [(11, 8), (5, 3), (31, 40), (23, 9), (11, 40), (1, 1)]
# Left, top, right, bottom, and the side of the square that it is squeezed into.
CROPS = [(0, 0, 23, 17, 32), (3, 2, 20, 17, 24), (5, 4, 12, 11, 16), (1, 1, 21, 16, 6), (9, 0, 23, 14, 14)]


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
    crops = [
        {"left": l, "top": t, "width": r - l, "height": b - t, "size": s,
         "rgb": np.array(image.crop((l, t, r, b)).resize((s, s), Image.Resampling.BICUBIC)).flatten().tolist()}
        for l, t, r, b, s in CROPS
    ]
    with open("cropped.json", "w") as file:
        json.dump({"width": WIDTH, "height": HEIGHT, "cases": crops}, file)
        file.write("\n")
