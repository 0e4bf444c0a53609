import { randomBytes } from 'node:crypto'
import { type Figure, percentile, ratio } from '../figure.ts'
import { eachOf } from './client.ts'
import { type Contestant, type Contestants, inTurns } from './contestants.ts'
import { openSmallClient } from './small-client.ts'

const BLOBS = 200
const BYTES = 4096
const ROUNDS = 3

/** How many blobs of 4 KiB are pushed (POST and PUT) and pulled in a second, after a round that warms both up. */
export async function benchSmallBlobs(contestants: Contestants): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const atOnce of [1, 16]) {
    await inTurns(contestants, 1, async (contestant) => (await measure(contestant, atOnce)).pushed)
    const pulled = { ours: [] as number[], theirs: [] as number[] }
    const pushed = await inTurns(contestants, ROUNDS, async (contestant) => {
      const measured = await measure(contestant, atOnce)
      pulled[contestant === contestants.ours ? 'ours' : 'theirs'].push(measured.pulled)
      return measured.pushed
    })
    figures.push(...compared(`push of blobs of 4 KiB, ${atOnce} at once`, pushed))
    figures.push(...compared(`pull of blobs of 4 KiB, ${atOnce} at once`, pulled))
  }
  return figures
}

async function measure(contestant: Contestant, atOnce: number): Promise<{ pushed: number; pulled: number }> {
  const blobs = Array.from({ length: BLOBS }, () => randomBytes(BYTES))
  const client = await openSmallClient(contestant, atOnce)
  try {
    const digests: string[] = []
    const push = async (bytes: Uint8Array) => void digests.push(await client.push(bytes))
    const pushed = await perSecond(() => eachOf(blobs, atOnce, push))
    const pulled = await perSecond(() => eachOf(digests, atOnce, (digest) => client.pull(digest)))
    return { pushed, pulled }
  } finally {
    client.close()
  }
}

async function perSecond(job: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await job()
  return (BLOBS * 1000) / (performance.now() - start)
}

function compared(name: string, { ours, theirs }: { ours: number[]; theirs: number[] }): Figure[] {
  return [
    { name, value: percentile(ours, 50), unit: 'per s' },
    { name: `${name}, docker-registry`, value: percentile(theirs, 50), unit: 'per s' },
    ratio(`${name}, of docker-registry's`, ours, theirs),
  ]
}
