import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import { isGone, isMissing, readOrEmpty } from './files.ts'
import { readCounter } from './readings.ts'

const FREEZE_TRIES = 1000
const FREEZE_PAUSE_MS = 2
/** A v1 freezer that meets a process which is being forked or traced may stay half-way until it is told again. */
const TELL_AGAIN = 50

/**
 * Stops every process of the group; returns when all stand still. Of the folders, v2's is used where there is one,
 * because its frozen processes can still be killed. Error: runtime.unsupported, or container.wrong_state when they do
 * not all stop, and then none is.
 */
export async function freezeFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    if (await tell(folder, 'cgroup.freeze', '1')) {
      return waitFrozen(folders, async () => {
        return readCounter(await readOrEmpty(join(folder, 'cgroup.events')), 'frozen') === 1
      })
    }
  }
  for (const folder of folders) {
    if (!(await tell(folder, 'freezer.state', 'FROZEN'))) continue
    return waitFrozen(folders, async (attempt) => {
      if ((await readOrEmpty(join(folder, 'freezer.state'))).trim() === 'FROZEN') return true
      if (attempt % TELL_AGAIN === TELL_AGAIN - 1) {
        await tell(folder, 'freezer.state', 'THAWED')
        await tell(folder, 'freezer.state', 'FROZEN')
      }
      return false
    })
  }
  throw new BerthError(
    'runtime.unsupported',
    'this host has no freezer: mount cgroup2 or the controller freezer',
  )
}

/** Whatever froze it; nothing happens to a group that is not there. */
export async function thawFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    await tell(folder, 'cgroup.freeze', '0')
    await tell(folder, 'freezer.state', 'THAWED')
  }
}

/** Also while it is on its way to standing still. Files of the kernel: a thread for each would cost more than reading it. */
export function isFrozen(folders: readonly string[]): boolean {
  return folders.some((folder) => {
    const v2 = read(join(folder, 'cgroup.freeze')).trim()
    return v2 === '' ? read(join(folder, 'freezer.state')).startsWith('FR') : v2 === '1'
  })
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isMissing(error) || isGone(error)) return ''
    throw error
  }
}

async function waitFrozen(
  folders: readonly string[],
  stands: (attempt: number) => Promise<boolean>,
): Promise<void> {
  for (let attempt = 0; attempt < FREEZE_TRIES; attempt++) {
    if (await stands(attempt)) return
    await delay(FREEZE_PAUSE_MS)
  }
  await thawFolders(folders)
  throw new BerthError('container.wrong_state', 'the processes do not all stop: they run on')
}

/** False when there is no such file. */
async function tell(folder: string, file: string, value: string): Promise<boolean> {
  try {
    await writeFile(join(folder, file), value, { flag: 'r+' })
    return true
  } catch (error) {
    if (isMissing(error) || isGone(error)) return false
    throw error
  }
}
