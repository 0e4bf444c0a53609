/** For one step of the keeper: on a busy machine even a few statements take their time. */
export const PATIENCE = { maxWait: 10_000, timeout: 30_000 } as const
