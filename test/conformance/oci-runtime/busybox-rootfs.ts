import { copyFile, mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'

const FOLDERS = ['bin', 'dev', 'etc', 'proc', 'sys', 'tmp', 'root']
const APPLETS = [
  'sh',
  'cat',
  'echo',
  'false',
  'id',
  'ip',
  'kill',
  'ls',
  'ps',
  'readlink',
  'sleep',
  'stty',
  'test',
  'touch',
  'true',
  'tty',
]

/** A root file system of one program: Debian's static busybox. */
export async function makeBusyboxRootfs(folder: string): Promise<void> {
  for (const name of FOLDERS) await mkdir(join(folder, name), { recursive: true })
  await copyFile('/bin/busybox', join(folder, 'bin/busybox'))
  for (const name of APPLETS) await symlink('busybox', join(folder, 'bin', name))
}
