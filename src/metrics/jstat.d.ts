// What we use of jstat, which has no types.
declare module 'jstat' {
  const jStat: {
    readonly studentt: { inv(p: number, degreesOfFreedom: number): number };
  };
  export default jStat;
}
