// What the compiler's options define.

/** `--use STRESS=1`; not there otherwise, so that only `isDefined` may ask for it. */
// eslint-disable-next-line @typescript-eslint/no-unused-vars
declare const STRESS: i32;
