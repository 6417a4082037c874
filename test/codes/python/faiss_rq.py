"""Semantic IDs by faiss's ResidualQuantizer with its own defaults (beam 5, progressive dimensions).

    python faiss_rq.py ITEMS_FOLDER FOLDER LEVELS CODEBOOK_SIZE SEED      (a power of two)
"""

import sys
import time

import faiss
import numpy as np

import exchange

items_folder, folder, (levels, size, seed) = *sys.argv[1:3], map(int, sys.argv[3:])
fit, everything = exchange.read_items(items_folder)
faiss.omp_set_num_threads(exchange.THREADS)
started = time.process_time()
mean = fit.mean(0)
quantizer = faiss.ResidualQuantizer(fit.shape[1], levels, int(np.log2(size)))
quantizer.cp.seed = seed
quantizer.train(np.ascontiguousarray(fit - mean))
trained = time.process_time()
packed = quantizer.compute_codes(np.ascontiguousarray(everything - mean))
codes = faiss.unpack_bitstrings(packed, levels, int(np.log2(size)))
coded = time.process_time()
exchange.write_codes(
    folder, codes, quantizer.decode(packed) + mean, train_s=trained - started, assign_s=coded - trained
)
