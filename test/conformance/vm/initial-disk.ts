import { execFile } from 'node:child_process'
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What Debian's kernel needs before it can mount 9p and overlayfs, in the order in which one needs the other. */
const MODULES = [
  'drivers/virtio/virtio_ring.ko',
  'drivers/virtio/virtio.ko',
  'drivers/virtio/virtio_pci_modern_dev.ko',
  'drivers/virtio/virtio_pci_legacy_dev.ko',
  'drivers/virtio/virtio_pci.ko',
  'fs/netfs/netfs.ko',
  'fs/fscache/fscache.ko',
  'net/9p/9pnet.ko',
  'net/9p/9pnet_virtio.ko',
  'fs/9p/9p.ko',
  'fs/overlayfs/overlay.ko',
]

/** What becomes process 1 of the guest. */
export type GuestStart = 'guest.sh' | 'guest-systemd.sh'

const SCRIPTS = ['guest.sh', 'guest-systemd.sh', 'guest-tests.sh']

/** Makes the initial RAM disk below `folder`, and returns its file. `request`: lines that guest-tests.sh reads. */
export async function makeInitialDisk(
  folder: string,
  modules: string,
  { start, request }: { readonly start: GuestStart; readonly request: readonly string[] },
): Promise<string> {
  const tree = join(folder, 'initial')
  await mkdir(join(tree, 'bin'), { recursive: true })
  await mkdir(join(tree, 'modules'))
  await mkdir(join(tree, 'dev'))
  await copyFile('/bin/busybox', join(tree, 'bin/busybox'))
  await copyFile(join(import.meta.dirname, 'early-init.sh'), join(tree, 'init'))
  await run('chmod', ['755', join(tree, 'init')])
  for (const script of SCRIPTS) await copyFile(join(import.meta.dirname, script), join(tree, script))
  await writeFile(join(tree, 'start'), `${start}\n`)
  await writeFile(join(tree, 'request'), request.map((line) => `${line}\n`).join(''))
  for (const path of MODULES)
    await copyFile(join(modules, 'kernel', path), join(tree, 'modules', basename(path)))
  await writeFile(join(tree, 'modules/order'), MODULES.map((path) => `${basename(path)}\n`).join(''))
  return pack(tree, join(folder, 'initial.cpio'))
}

async function pack(tree: string, file: string): Promise<string> {
  const names = await readdir(tree, { recursive: true })
  const packing = run('cpio', ['--create', '--format=newc', '--quiet', `--file=${file}`], { cwd: tree })
  packing.child.stdin?.end(names.map((name) => `${name}\n`).join(''))
  await packing
  return file
}
