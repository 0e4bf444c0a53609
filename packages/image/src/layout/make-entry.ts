import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { LayerEntry } from './layer-entry.ts'

/** Everything that a recipe makes is root's, and has the same time in every build: the digest says what changed. */
const PLAIN = { uid: 0, gid: 0, seconds: 0 } as const

export function directoryEntry(path: string, mode = 0o755): LayerEntry {
  return { type: 'directory', path, mode, ...PLAIN }
}

export function textEntry(path: string, text: string, mode = 0o644): LayerEntry {
  const bytes = Buffer.from(text)
  return { type: 'file', path, mode, size: bytes.length, open: () => Readable.from([bytes]), ...PLAIN }
}

export function symlinkEntry(path: string, target: string): LayerEntry {
  return { type: 'symlink', path, target, mode: 0o777, ...PLAIN }
}

/** A copy of a file of this machine. */
export async function copyEntry(path: string, from: string, mode = 0o755): Promise<LayerEntry> {
  const { size } = await stat(from)
  return { type: 'file', path, mode, size, open: () => createReadStream(from), ...PLAIN }
}
