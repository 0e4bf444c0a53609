import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const TOOLS = [
  'sh',
  'cat',
  'echo',
  'env',
  'grep',
  'head',
  'hostname',
  'id',
  'kill',
  'ls',
  'mkdir',
  'mknod',
  'mount',
  'nohup',
  'od',
  'ps',
  'pwd',
  'readlink',
  'seq',
  'sleep',
  'stat',
  'stty',
  'tail',
  'tee',
  'touch',
  'true',
  'unshare',
  'wc',
  'yes',
]

/** A root file system of one layer: the host's static busybox, and two users. */
export async function makeBusyboxLayer(folder: string): Promise<void> {
  await Promise.all(
    ['bin', 'etc', 'tmp', 'root', 'proc', 'data'].map((name) =>
      mkdir(join(folder, name), { recursive: true }),
    ),
  )
  await copyFile('/bin/busybox', join(folder, 'bin/busybox'))
  await Promise.all(TOOLS.map((tool) => symlink('busybox', join(folder, 'bin', tool))))
  await writeFile(
    join(folder, 'etc/passwd'),
    'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\n',
  )
  await writeFile(join(folder, 'etc/group'), 'root:x:0:\napp:x:1000:\nstaff:x:50:app\n')
}
