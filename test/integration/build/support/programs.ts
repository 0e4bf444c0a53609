import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import {
  buildLayer,
  copyEntry,
  directoryEntry,
  type Layout,
  type LayerEntry,
  textEntry,
  writeLayout,
} from '@berth/image'
import type { Platform } from '@berth/oci'
import { busyboxLayer } from '../../../../infra/images/busybox.ts'

/** Programs of this machine with what they load, above busybox; people: root, and 1000. */
export async function programsImage(
  dir: string,
  { platform, programs }: { readonly platform: Platform; readonly programs: readonly string[] },
): Promise<Layout> {
  await mkdir(dir, { recursive: true })
  return writeLayout({
    dir,
    platform,
    layers: [await busyboxLayer(dir), await buildLayer(dir, programEntries(programs))],
    config: { Env: ['PATH=/usr/bin:/bin'], Cmd: ['sh'] },
    history: ['busybox', programs.join(' ')],
  })
}

async function* programEntries(programs: readonly string[]): AsyncGenerator<LayerEntry> {
  const libraries = (await Promise.all(programs.map(librariesOf))).flat()
  const files = [...new Set([...programs, ...libraries])]
  for (const folder of foldersOf([...files, '/etc/passwd'])) yield directoryEntry(folder)
  for (const file of files) yield await copyEntry(file.slice(1), file)
  yield textEntry('etc/passwd', 'root:x:0:0::/root:/bin/sh\nada:x:1000:1000::/:/bin/sh\n')
}

/** What the loader finds for a program, and the loader itself. */
export async function librariesOf(program: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ldd', [program])
  return [...stdout.matchAll(/(\/\S+) \(0x/g)].flatMap(([, path]) => path ?? [])
}

/** All folders above these files, each once, upper ones first. */
export function foldersOf(files: readonly string[]): readonly string[] {
  const folders = files.flatMap((file) => {
    const parts = dirname(file).slice(1).split('/')
    return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
  })
  return [...new Set(folders)].toSorted()
}
