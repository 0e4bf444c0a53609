/** What one program found. */
export type TapResult = {
  readonly passed: number
  /** the lines of those that failed, without those that may (TODO) */
  readonly failed: readonly string[]
}

/** Reads the Test Anything Protocol, version 13. */
export function parseTap(output: string): TapResult {
  const results = output.split('\n').filter((line) => /^(not )?ok\b/.test(line.trim()))
  const failed = results.filter((line) => line.trim().startsWith('not ok') && !/# TODO/i.test(line))
  return { passed: results.length - failed.length, failed }
}
