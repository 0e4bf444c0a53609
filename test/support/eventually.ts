import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until something came to pass; says what it waited for when it does not. */
export async function eventually(
  met: () => boolean | Promise<boolean>,
  {
    withinMs = 60_000,
    what = 'it',
    everyMs = 25,
  }: { withinMs?: number; what?: string; everyMs?: number } = {},
): Promise<void> {
  const deadline = performance.now() + withinMs
  while (performance.now() < deadline) {
    if (await met()) return
    await sleep(everyMs)
  }
  throw new Error(`${what} did not come to pass within ${withinMs} ms`)
}
