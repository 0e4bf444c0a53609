import { execFile } from 'node:child_process'
import { access, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A kernel that is unpacked, not installed. */
export type Kernel = { readonly image: string; readonly modules: string }

/** Debian's own kernel for this architecture, fetched once into `cache`. */
export async function debianKernel(cache: string): Promise<Kernel> {
  const name = await newestPackage()
  const version = name.replace('linux-image-', '')
  const folder = join(cache, version)
  if (!(await exists(folder))) await unpack(name, folder)
  return {
    image: join(folder, 'boot', `vmlinuz-${version}`),
    modules: join(folder, 'lib/modules', version),
  }
}

/** The package that `linux-image-amd64` stands for. */
async function newestPackage(): Promise<string> {
  const { stdout } = await run('apt-cache', ['depends', '--important', 'linux-image-amd64'])
  const name = /Depends: (linux-image-\S+)/.exec(stdout)?.[1]
  if (name === undefined) throw new Error('apt knows no linux-image-amd64: run apt-get update')
  return name
}

async function unpack(name: string, folder: string): Promise<void> {
  const part = `${folder}.part`
  await rm(part, { recursive: true, force: true })
  await mkdir(part, { recursive: true })
  await run('apt-get', ['download', '-q', name], { cwd: part })
  const archive = (await readdir(part)).find((file) => file.endsWith('.deb'))
  if (archive === undefined) throw new Error(`apt-get download ${name} brought no package`)
  await run('dpkg-deb', ['-x', join(part, archive), part])
  await rm(join(part, archive))
  await run('depmod', ['-b', part, name.replace('linux-image-', '')])
  await rename(part, folder)
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    // whatever keeps it from being used, it is made again
    () => false,
  )
}
