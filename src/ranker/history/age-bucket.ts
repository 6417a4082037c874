// Learned timestamp embedding: buckets.

/**
 * Buckets of the learned timestamp embedding, log-spaced: floor(log2(milliseconds)), between 0 and 35; 2^35 ms is
 * about a year. The kernels find an age's bucket (kernels/assembly/age-bucket.ts).
 */
export const NUM_AGE_BUCKETS = 36;
