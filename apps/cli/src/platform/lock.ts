import { spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import path from 'node:path'
import { BerthError } from '@berth/core'

const HELD_ELSEWHERE = 1

export type Lock = { release(): void }

/**
 * The one lock of a data folder, or undefined when somebody else holds it. The kernel gives it back when this process
 * ends, however it ends: flock(2) belongs to the open file, which the helper shares with us and we keep.
 */
export function lockFolder(dir: string): Lock | undefined {
  const fd = openSync(path.join(dir, 'lock'), 'a', 0o600)
  const { status, error } = spawnSync('flock', ['--nonblock', '3'], {
    stdio: ['ignore', 'ignore', 'ignore', fd],
  })
  if (status === 0) return { release: () => closeSync(fd) }
  closeSync(fd)
  if (status === HELD_ELSEWHERE) return undefined
  throw new BerthError('internal.unexpected', `cannot lock ${dir}: flock(1) of util-linux is needed`, {
    cause: error,
  })
}
