// What the compiler's options define.

/** `--use STRESS=1`; not there otherwise, so that only `isDefined` may ask for it. */
declare const STRESS: i32;
