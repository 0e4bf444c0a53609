import type { RequestChanges, TestRuntime } from '../../integration/runtime/support/test-runtime.ts'
import { type Figure, percentile, ratio, spread, timed } from '../figure.ts'
import type { Peer } from './peers.ts'

const ROUNDS = 100
const PEER_ROUNDS = 30
const WARM_UP = 5

/** `true` in busybox, all namespaces, seccomp, limits, overlay, a ready network: in turns with the peers. */
export async function measureStarts(box: TestRuntime, peers: readonly Peer[]): Promise<Figure[]> {
  for (let round = 0; round < WARM_UP; round++) await startOnce(box)
  const started: number[] = []
  const ended: number[] = []
  const alone: number[] = []
  const theirs = peers.map((): number[] => [])
  for (let round = 0; round < ROUNDS; round++) {
    const once = await startOnce(box)
    started.push(once.started)
    ended.push(once.ended)
    alone.push((await startOnce(box, { init: false })).started)
    if (round >= PEER_ROUNDS) continue
    for (const [i, peer] of peers.entries()) theirs[i]?.push(await timed(peer.run))
  }
  return [
    ...spread('start: agent API to process started', started),
    ...spread('start: agent API to exit seen', ended),
    ratio('start: with process 1 of ours, over the program in its place', started, alone),
    ...peers.flatMap(({ name }, i) => [
      ...spread(`start: ${name} run`, theirs[i] ?? []),
      ratio(`start: ours until exit seen, over ${name} run`, ended, theirs[i] ?? []),
    ]),
    { name: 'start: slowest of all', value: percentile(started, 100), unit: 'ms' },
  ]
}

async function startOnce(
  box: TestRuntime,
  changes: RequestChanges = {},
): Promise<{ started: number; ended: number }> {
  const request = await box.request(['true'], changes)
  const begin = performance.now()
  const end = new Promise<void>((resolve) => {
    const forget = box.runtime.onEnd(({ id }) => {
      if (id !== request.id) return
      forget()
      resolve()
    })
  })
  await box.runtime.start(request)
  const started = performance.now() - begin
  await end
  const ended = performance.now() - begin
  await box.runtime.remove(request.id)
  return { started, ended }
}
