import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeBusyboxRootfs } from './busybox-rootfs.ts'

const MOUNTS = [
  { destination: '/proc', type: 'proc', source: 'proc' },
  { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755'] },
]
const NAMESPACES = ['pid', 'mount', 'ipc', 'uts', 'network'].map((type) => ({ type }))

export type Bundle = {
  readonly path: string
  /** writes the configuration anew: a program, and what else is asked for */
  configure(args: readonly string[], more?: Readonly<Record<string, unknown>>): Promise<void>
  remove(): Promise<void>
}

/** A bundle with busybox, and a small configuration. */
export async function makeBundle(): Promise<Bundle> {
  const path = await mkdtemp(join(tmpdir(), 'bundle-'))
  await makeBusyboxRootfs(join(path, 'rootfs'))
  return {
    path,
    configure: (args, more = {}) => {
      const process = { user: { uid: 0, gid: 0 }, cwd: '/', env: ['PATH=/bin'], args }
      const linux = { namespaces: NAMESPACES }
      const config = {
        ociVersion: '1.2.0',
        root: { path: 'rootfs' },
        process,
        mounts: MOUNTS,
        linux,
        ...more,
      }
      return writeFile(join(path, 'config.json'), JSON.stringify(config))
    },
    remove: () => rm(path, { recursive: true, force: true }),
  }
}
