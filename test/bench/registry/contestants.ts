import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startBerthRegistry } from './berth-registry.ts'
import { startPeerRegistry } from './peer-registry.ts'

/** A registry that is measured. */
export type Contestant = {
  readonly name: string
  readonly pid: number
  readonly url: string
  readonly repository: string
  /** what authorises pull and push in `repository`, for the next minutes */
  authorization(): Promise<string>
}

export type Contestants = {
  readonly ours: Contestant
  readonly theirs: Contestant
  /** for what is pushed; goes with the registries */
  readonly folder: string
  stop(): Promise<void>
}

export async function startContestants(): Promise<Contestants> {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-bench-registry-'))
  const [ours, theirs] = await Promise.all([startBerthRegistry(folder), startPeerRegistry(folder)])
  return {
    ours,
    theirs,
    folder,
    stop: async () => {
      await Promise.all([ours.stop(), theirs.stop()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A job for each of the two in turns, so that what else the machine does meets both. */
export async function inTurns(
  { ours, theirs }: Contestants,
  rounds: number,
  job: (contestant: Contestant) => Promise<number>,
): Promise<{ ours: number[]; theirs: number[] }> {
  const measured = { ours: [] as number[], theirs: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    measured.theirs.push(await job(theirs))
    measured.ours.push(await job(ours))
  }
  return measured
}
