import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError, type EndReason } from '@berth/core'
import { z } from 'zod'
import type { ContainerRequest } from '../runtime.ts'
import type { StopMark } from './decide-end.ts'
import { readJson, readTextFile, writeJson } from './json-file.ts'
import { type Ended, parseEnded, parseStarted, type Started } from './process-records.ts'
import { withoutSecrets } from './without-secrets.ts'

/** What the runtime has to know of a container after its own restart. */
export type SavedRun = {
  readonly request: ContainerRequest
  readonly startedAt: string
  readonly bootId: string
}

export type SavedEnd = { readonly reason: EndReason; readonly at: string }

const savedRunSchema = z.object({
  request: z.custom<ContainerRequest>((value) => typeof value === 'object' && value !== null),
  startedAt: z.string(),
  bootId: z.string(),
})
const stopSchema = z.object({ by: z.string(), forced: z.boolean() })
const savedEndSchema = z.object({
  reason: z.custom<EndReason>((value) => typeof value === 'object' && value !== null && 'kind' in value),
  at: z.string(),
})

const OF_ONE_RUN = ['request.json', 'started', 'ended', 'stop.json', 'end.json', 'files', 'exec']

/** One container's folder: `request.json`, `started`, `ended`, `stop.json`, `end.json`, `log/`, `files/`, `exec/`. */
export function containerFolder(root: string, id: string) {
  const path = join(root, checkedId(id))
  const at = (name: string) => join(path, name)
  return {
    path,
    log: at('log'),
    exec: at('exec'),

    /** Asked without another thread: to be handed over takes longer than the answer. */
    isThere: () => existsSync(path),

    /** What an earlier run left, except its log. */
    async clear(): Promise<void> {
      await Promise.all(OF_ONE_RUN.map((name) => rm(at(name), { recursive: true, force: true })))
    },

    async readRun(): Promise<SavedRun | undefined> {
      return savedRunSchema.safeParse(await readJson(at('request.json'))).data
    },
    writeRun: (run: SavedRun) => writeJson(at('request.json'), withoutSecrets(run)),
    async readStarted(): Promise<Started | undefined> {
      return parseStarted((await readTextFile(at('started'))) ?? '')
    },
    async readEnded(): Promise<Ended | undefined> {
      return parseEnded((await readTextFile(at('ended'))) ?? '')
    },
    async readStop(): Promise<StopMark | undefined> {
      return stopSchema.safeParse(await readJson(at('stop.json'))).data
    },
    writeStop: (stop: StopMark) => writeJson(at('stop.json'), stop),
    async readEnd(): Promise<SavedEnd | undefined> {
      return savedEndSchema.safeParse(await readJson(at('end.json'))).data
    },
    writeEnd: (end: SavedEnd) => writeJson(at('end.json'), end),

    /** The number that the next log segment gets. */
    async nextSegment(): Promise<number> {
      const segments = existsSync(at('log')) ? await readdir(at('log')) : []
      const numbers = segments.map((name) => Number.parseInt(name, 10))
      return Math.max(0, ...numbers.filter((number) => Number.isInteger(number))) + 1
    },
    remove: () => rm(path, { recursive: true, force: true }),
  }
}

/** The ids of all containers that have a folder here. */
export async function listFolders(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}

/** An id becomes part of paths and of a socket's name, which has 107 bytes. */
export function checkedId(id: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id)) return id
  throw new BerthError('name.invalid', `"${id}" cannot be the id of a container`, { details: { id } })
}
