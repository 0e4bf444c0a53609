import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Layout } from '@berth/image'
import { makeClientFolder } from '../../conformance/registry/client-folder.ts'

/** Debian's buildah with a storage of its own, as fast as it is: overlay, layers kept, steps in a chroot. */
export type Buildah = {
  build(files: Readonly<Record<string, string>>, wanted: { readonly cache: boolean }): Promise<void>
  close(): Promise<void>
}

const BASE = 'localhost/base:latest'

export async function openBuildah(base: Layout): Promise<Buildah> {
  const folder = makeClientFolder('buildah')
  const place = (name: string) => join(folder.path, name)
  const storage = ['--root', place('storage'), '--runroot', place('run'), '--storage-driver', 'overlay']
  await folder.run(
    'skopeo',
    ...['copy', '--quiet', `oci:${base.dir}`],
    `containers-storage:[overlay@${place('storage')}+${place('run')}]${BASE}`,
  )
  return {
    async build(files, { cache }) {
      for (const [name, text] of Object.entries(files)) {
        await mkdir(dirname(place(`context/${name}`)), { recursive: true })
        await writeFile(place(`context/${name}`), text)
      }
      await folder.run(
        ...(['buildah', ...storage, 'build', '--isolation', 'chroot', '--layers'] as const),
        ...(cache ? [] : ['--no-cache']),
        ...['--quiet', '--build-arg', `BASE=${BASE}`, '--tag', 'bench', place('context')],
      )
    },
    async close() {
      await folder.run('buildah', ...storage, 'rmi', '--all', '--force')
      folder.close()
    },
  }
}
