// Where the encoder and the decoder of an RQ-VAE begin.

/**
 * - `pca`: as principal components. Each network has a linear path, which begins as them, and layers that add nothing at
 *   first: with codebooks by k-means the model begins as residual k-means on principal components, and learns from there
 *   what bends.
 * - `random`: layers alone, drawn as PyTorch draws them.
 */
export const NETWORK_STARTS = ['pca', 'random'] as const;
export type NetworkStartName = (typeof NETWORK_STARTS)[number];
