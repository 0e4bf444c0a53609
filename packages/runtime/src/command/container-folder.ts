import { access, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BerthError } from '@berth/core'
import type { SavedContainer } from './container-state.ts'
import { isMissing } from './is-missing.ts'

export type ContainerFolder = ReturnType<typeof containerFolder>

const WAITING = 'start.sock'
const STARTED = 'started.sock'

/** One container's folder: `config.json` as it was at create, `state.json`, and the socket that waits for its start. */
export function containerFolder(root: string, id: string) {
  const path = join(root, checkedId(id))
  return {
    id,
    path,

    /** Error: container.exists. */
    async make(config: string, state: SavedContainer): Promise<void> {
      await mkdir(root, { recursive: true, mode: 0o700 })
      try {
        await mkdir(path, { mode: 0o700 })
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
        throw new BerthError('container.exists', `container ${id} exists already: delete it first`, {
          details: { id },
        })
      }
      await writeDurably(path, 'config.json', config)
      await writeDurably(path, 'state.json', JSON.stringify(state))
    },

    save: (state: SavedContainer) => writeDurably(path, 'state.json', JSON.stringify(state)),

    /** Undefined for a moment at the beginning, or for ever when that was cut short. Error: container.not_found. */
    async read(): Promise<SavedContainer | undefined> {
      const text = await orMissing(readFile(join(path, 'state.json'), 'utf8'))
      if (text !== undefined) return asSaved(text, id)
      if ((await orMissing(access(path).then(() => true))) === undefined) {
        throw new BerthError('container.not_found', `container ${id} does not exist`, { details: { id } })
      }
      return undefined
    },

    readConfig: () => readFile(join(path, 'config.json'), 'utf8'),

    async waits(): Promise<boolean> {
      return (await orMissing(access(join(path, WAITING)).then(() => true))) ?? false
    },

    /** The name of the socket to connect to; undefined when somebody else was faster, or there is nothing to start. */
    async takeStart(): Promise<string | undefined> {
      return orMissing(rename(join(path, WAITING), join(path, STARTED)).then(() => STARTED))
    },

    remove: () => rm(path, { recursive: true, force: true }),
  }
}

/** The ids of all containers below the root folder, sorted. */
export async function listContainers(root: string): Promise<readonly string[]> {
  const entries = (await orMissing(readdir(root, { withFileTypes: true }))) ?? []
  return entries.flatMap((entry) => (entry.isDirectory() && isId(entry.name) ? [entry.name] : [])).sort()
}

/** Written aside, synced, renamed: a reader, also after a crash of the machine, sees all or nothing. */
async function writeDurably(folder: string, name: string, text: string): Promise<void> {
  const aside = join(folder, `.${name}.new`)
  const file = await open(aside, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(aside, join(folder, name))
  const parent = await open(folder)
  try {
    await parent.sync()
  } finally {
    await parent.close()
  }
}

function asSaved(text: string, id: string): SavedContainer {
  const value: unknown = parseJson(text)
  if (typeof value === 'object' && value !== null && 'id' in value && value.id === id && 'process' in value) {
    return value as SavedContainer
  }
  throw new BerthError(
    'runtime.state_corrupt',
    `the state file of container ${id} is damaged: delete --force`,
    {
      details: { id },
    },
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

async function orMissing<Value>(value: Promise<Value>): Promise<Value | undefined> {
  try {
    return await value
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** An id becomes part of paths, and of a control group's name. */
function checkedId(id: string): string {
  if (isId(id)) return id
  throw new BerthError(
    'name.invalid',
    `"${id}" cannot be the id of a container: use letters, digits and _ + - ., not a dot first`,
    {
      details: { id },
    },
  )
}

function isId(id: string): boolean {
  return /^[A-Za-z0-9_+-][A-Za-z0-9_+.-]{0,254}$/.test(id)
}
