import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { BerthError } from '@berth/core'
import type { TarEntry, TarHandlers } from '@berth/image/tar'

/** Unpacks on this machine what a container sent, which is not trusted. */
export type LocalWriter = TarHandlers & {
  /** The archive is whole: links appear, folders get their modes and times. */
  finish(): void
  /** What is not whole goes. */
  abort(): void
}

/** No set-user-id from a container. */
const MODES = 0o777

/**
 * Below `base`; the first part of each name becomes `top`, when there is one. Symbolic links are made last, so that
 * nothing of the archive is ever written through one; a link that was here before is refused on the way.
 */
export function createLocalWriter(
  base: string,
  top: string | undefined,
  note: (line: string) => void,
): LocalWriter {
  const made = new Set<string>()
  const checked = new Set([base])
  const links: { path: string; target: string }[] = []
  const folders: { path: string; entry: TarEntry }[] = []
  let open: { descriptor: number; aside: string; path: string; entry: TarEntry } | undefined

  return {
    entry(entry) {
      const path = join(base, ...parts(entry.name, top))
      if (entry.type === 'directory') {
        if (path === base) return
        makeFolder(path)
        folders.push({ path, entry })
        return
      }
      makeFolder(dirname(path))
      switch (entry.type) {
        case 'file':
          open = { ...makeAside(path), path, entry }
          return
        case 'symlink':
          links.push({ path, target: text(entry.linkName) })
          return
        case 'link':
          return link(path, join(base, ...parts(entry.linkName, top)))
        case 'fifo':
        case 'character':
        case 'block':
          return note(`${text(entry.name)}: a ${entry.type === 'fifo' ? 'pipe' : 'device'}, left out`)
      }
    },
    data(bytes) {
      for (let at = 0; open && at < bytes.length; ) at += writeSync(open.descriptor, bytes, at)
    },
    entryEnd() {
      if (!open) return
      const { descriptor, aside, path, entry } = open
      closeSync(descriptor)
      dress(aside, entry)
      renameSync(aside, path)
      made.add(path)
      open = undefined
    },
    finish() {
      for (const { path, target } of links) {
        const aside = asideOf(path)
        symlinkSync(target, aside)
        renameSync(aside, path)
      }
      for (const { path, entry } of folders.reverse()) dress(path, entry)
    },
    abort() {
      if (!open) return
      closeSync(open.descriptor)
      rmSync(open.aside, { force: true })
      open = undefined
    },
  }

  function makeFolder(path: string): void {
    if (checked.has(path)) return
    makeFolder(dirname(path))
    const found = lstatSync(path, { throwIfNoEntry: false })
    if (!found) mkdirSync(path, 0o700)
    else if (!found.isDirectory()) throw unsafe(path, 'it is not a folder here')
    checked.add(path)
  }

  function link(path: string, target: string): void {
    if (!made.has(target)) throw unsafe(path, 'it is a second name of what was not copied')
    const aside = asideOf(path)
    linkSync(target, aside)
    renameSync(aside, path)
    rmSync(aside, { force: true }) // a rename onto another name of the same file leaves both
  }
}

function makeAside(path: string): { descriptor: number; aside: string } {
  const aside = asideOf(path)
  try {
    return { aside, descriptor: openSync(aside, 'wx', 0o600) }
  } catch (error) {
    throw Object.assign(Object(error), { path }) // the name that its user knows
  }
}

function asideOf(path: string): string {
  return join(dirname(path), `.berth-${randomBytes(6).toString('hex')}`)
}

function dress(path: string, { mode, time }: TarEntry): void {
  chmodSync(path, mode & MODES)
  utimesSync(path, time.seconds, time.seconds)
}

/** A name of the archive below the base. Error: image.unsafe when it climbs. */
function parts(name: string, top: string | undefined): readonly string[] {
  const found = text(name)
    .split('/')
    .filter((part) => part !== '' && part !== '.')
  if (found.includes('..')) throw unsafe(name, 'it climbs out of its folder')
  return top === undefined || found.length === 0 ? found : [top, ...found.slice(1)]
}

/** Names come as byte strings. */
function text(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

function unsafe(path: string, why: string): BerthError {
  return new BerthError('image.unsafe', `${path} is refused: ${why}`, { details: { path } })
}
