import { randomBytes } from 'node:crypto'
import { type Figure, percentile, ratio } from '../figure.ts'
import { eachOf, openClient, sha256 } from './client.ts'
import { type Contestants, inTurns } from './contestants.ts'

const BLOBS = 200
const BYTES = 4096
const ROUNDS = 3

/** How many blobs of 4 KiB are pushed (POST and PUT) and pulled in a second. */
export async function benchSmallBlobs(contestants: Contestants): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const atOnce of [1, 16]) {
    const pulled = { ours: [] as number[], theirs: [] as number[] }
    const pushed = await inTurns(contestants, ROUNDS, async (contestant) => {
      const client = await openClient(contestant, atOnce)
      const blobs = Array.from({ length: BLOBS }, () => randomBytes(BYTES))
      const push = await perSecond(() => eachOf(blobs, atOnce, (bytes) => client.pushBlob(bytes)))
      const paths = blobs.map((bytes) => `/v2/${contestant.repository}/blobs/${sha256(bytes)}`)
      const pull = await perSecond(() => eachOf(paths, atOnce, (path) => client.send('GET', path, 200)))
      pulled[contestant === contestants.ours ? 'ours' : 'theirs'].push(pull)
      client.close()
      return push
    })
    figures.push(...compared(`push of blobs of 4 KiB, ${atOnce} at once`, pushed))
    figures.push(...compared(`pull of blobs of 4 KiB, ${atOnce} at once`, pulled))
  }
  return figures
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
