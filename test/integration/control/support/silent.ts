const nothing = () => undefined

/** A logger for tests that look at what happens, not at what is said about it. */
export const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing }
