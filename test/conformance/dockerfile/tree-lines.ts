import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LocalImage } from '@berth/image'

/** Made by whoever runs a container, and no part of an image: buildah leaves its own as empty files. */
const OF_CONTAINERS = [
  ...['etc/hosts', 'etc/hostname', 'etc/resolv.conf', 'run/.containerenv', 'run/secrets'],
  ...['dev', 'proc', 'sys', 'run', 'etc', '.'],
]

/** One line for each file of an image: path, kind, mode, owner, and target, content or its digest. */
export function treeLines(image: LocalImage): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'berth-tree-'))
  const lower = [...image.layers.toReversed(), folder].join(':')
  const target = mkdtempSync(join(tmpdir(), 'berth-tree-'))
  execFileSync('mount', ['-t', 'overlay', 'overlay', '-o', `ro,lowerdir=${lower}`, target])
  try {
    return [...walk(target, '')]
      .filter((line) => !OF_CONTAINERS.includes(line.split(' ')[0] ?? ''))
      .toSorted()
  } finally {
    execFileSync('umount', [target])
    rmSync(folder, { recursive: true })
    rmSync(target, { recursive: true })
  }
}

function* walk(root: string, path: string): Generator<string> {
  for (const name of readdirSync(join(root, path))) {
    const below = path === '' ? name : `${path}/${name}`
    const stats = lstatSync(join(root, below))
    const mode = (stats.mode & 0o7777).toString(8)
    yield `${below.replaceAll(' ', '␠')} ${kindOf(stats)} ${mode} ${stats.uid}:${stats.gid} ${contentOf(join(root, below), stats)}`.trimEnd()
    if (stats.isDirectory()) yield* walk(root, below)
  }
}

type Stats = ReturnType<typeof lstatSync> & object

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'folder'
  if (stats.isSymbolicLink()) return 'link'
  if (stats.isFile()) return stats.nlink > 1 ? 'file+links' : 'file'
  return stats.isFIFO() ? 'fifo' : 'other'
}

function contentOf(path: string, stats: Stats): string {
  if (stats.isSymbolicLink()) return readlinkSync(path)
  if (!stats.isFile()) return ''
  const content = readFileSync(path)
  if (content.length < 200) return JSON.stringify(content.toString())
  return createHash('sha256').update(content).digest('hex')
}
