import { createReadStream, type Stats } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { LayerEntry } from './layer-entry.ts'

export type FolderOptions = {
  /** where the folder's content lies in the layer; '' is the root */
  readonly prefix?: string
  /** paths below the folder that are left out, with all below them; a folder of which only the content goes ends with `/` */
  readonly exclude?: readonly string[]
  /** what else is left out, with all below it; `path` is below the folder */
  readonly skip?: (path: string, isFolder: boolean) => boolean
  /** who owns everything; without it, whoever owns it on disk */
  readonly owner?: { readonly uid: number; readonly gid: number }
  /** later times become this one, in seconds since 1970, so that a build does not depend on its day */
  readonly newest?: number
}

/** A folder of this machine as a layer's entries, in the order of names. Sockets, pipes and device nodes are left out. */
export async function* folderEntries(
  folder: string,
  options: FolderOptions = {},
): AsyncGenerator<LayerEntry> {
  const links = new Map<string, string>()
  const exclude = new Set(options.exclude ?? [])

  async function* walk(path: string): AsyncGenerator<LayerEntry> {
    const here = join(folder, path)
    const stats = await lstat(here)
    if (path && options.skip?.(path, stats.isDirectory())) return
    const common = commonOf(stats, layerPath(options.prefix ?? '', path), options)
    if (stats.isDirectory()) {
      yield { type: 'directory', ...common }
      if (exclude.has(`${path}/`)) return
      for (const name of (await readdir(here)).sort()) {
        const below = path ? `${path}/${name}` : name
        if (!exclude.has(below)) yield* walk(below)
      }
    } else if (stats.isSymbolicLink()) {
      yield { type: 'symlink', target: await readlink(here), ...common }
    } else if (stats.isFile()) {
      yield fileOrLink(stats, here, common, links)
    }
  }

  yield* walk('')
}

/** The second name of an inode is a hard link to the first. */
function fileOrLink(
  stats: Stats,
  here: string,
  common: ReturnType<typeof commonOf>,
  links: Map<string, string>,
): LayerEntry {
  const inode = `${stats.dev}:${stats.ino}`
  const first = links.get(inode)
  if (first !== undefined) return { type: 'link', target: first, ...common }
  if (stats.nlink > 1) links.set(inode, common.path)
  return { type: 'file', size: stats.size, open: () => createReadStream(here), ...common }
}

function layerPath(prefix: string, path: string): string {
  return [prefix, path].filter(Boolean).join('/') || '.'
}

function commonOf(stats: Stats, path: string, { owner, newest }: FolderOptions) {
  return {
    path,
    mode: stats.mode & 0o7777,
    uid: owner?.uid ?? stats.uid,
    gid: owner?.gid ?? stats.gid,
    seconds: Math.min(Math.floor(stats.mtimeMs / 1000), newest ?? Number.POSITIVE_INFINITY),
  }
}
