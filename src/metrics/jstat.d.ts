// What we use of jstat, which has no types.
declare module 'jstat' {
  const jStat: {
    readonly studentt: { inv(p: number, degreesOfFreedom: number): number };
    readonly chisquare: { inv(p: number, degreesOfFreedom: number): number };
    readonly normal: { cdf(x: number, mean: number, standardDeviation: number): number };
  };
  export default jStat;
}
