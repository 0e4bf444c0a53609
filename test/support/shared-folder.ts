import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { removePlatform } from './platform.ts'

const PREFIX = 'berth-shared-'
/** below the shared folder: the platform whose processes are killed */
export const MORTAL = 'mortal'

declare module 'vitest' {
  interface ProvidedContext {
    /** folder of the platform that the files of one run share; it starts when the first one asks for it */
    sharedFolder: string
  }
}

/** Vitest's global set-up. Names of such folders carry the pid of who made them, so that the next run clears what a killed one left. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearLeftovers()
  const folder = await mkdtemp(path.join(tmpdir(), `${PREFIX}${process.pid}-`))
  project.provide('sharedFolder', folder)
  return () => clear(folder)
}

async function clearLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, pid] = /^berth-(?:shared|test)-(\d+)-/.exec(name) ?? []
    if (pid && !existsSync(`/proc/${pid}`)) await clear(path.join(tmpdir(), name))
  }
}

async function clear(folder: string): Promise<void> {
  for (const parent of [path.join(folder, MORTAL), folder]) {
    if (existsSync(path.join(parent, 'data'))) await removePlatform(path.join(parent, 'data'))
  }
  await rm(folder, { recursive: true, force: true })
}
