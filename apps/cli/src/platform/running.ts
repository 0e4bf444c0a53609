import { BerthError } from '@berth/core'
import { readInstance } from './instance.ts'
import { type Paths, cloneOf, platformPaths } from './paths.ts'
import { isAlive } from './process-id.ts'
import { type PlatformState, readState } from './state-file.ts'

type FoundPlatform = {
  readonly paths: Paths
  readonly state: PlatformState | undefined
  readonly upIsAlive: boolean
}

/** The platform of a data folder, as the last `up` noted it. Error: config.invalid when the folder is none. */
export async function findPlatform(dir: string): Promise<FoundPlatform> {
  const found = await lookForPlatform(dir)
  if (found) return found
  throw new BerthError(
    'config.invalid',
    `${dir} is no data folder of Berth: start one with ./berth up --data ${dir}`,
  )
}

async function lookForPlatform(dir: string): Promise<FoundPlatform | undefined> {
  const instance = await readInstance(dir)
  if (!instance) return undefined
  const paths = platformPaths({
    clone: cloneOf(import.meta.dirname),
    dir,
    id: instance.id,
    arch: process.arch,
  })
  const state = await readState(paths.stateFile)
  return { paths, state, upIsAlive: state !== undefined && (await isAlive(state.up)) }
}

/** Who holds the lock. In its first moments an `up` has not noted itself yet. */
export async function findRunning(dir: string): Promise<{ url: string; pid: number; phase: string }> {
  for (let tries = 0; tries < 40; tries++) {
    const { state, upIsAlive } = (await lookForPlatform(dir)) ?? {}
    if (state && upIsAlive) return { url: state.url, pid: state.up.pid, phase: state.phase }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new BerthError('config.invalid', `${dir} is locked by another process: see fuser ${dir}/lock`)
}
