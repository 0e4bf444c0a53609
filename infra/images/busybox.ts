import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import {
  type BuiltLayer,
  buildLayer,
  copyEntry,
  directoryEntry,
  type LayerEntry,
  symlinkEntry,
  textEntry,
  writeLayout,
} from '@berth/image'
import { PATH_ENV, type Recipe } from './recipe.ts'

const run = promisify(execFile)

/** From Debian's package busybox-static. */
const BUSYBOX = '/bin/busybox'

/** A small system of one static program: shell, tools, web server. */
export const busybox: Recipe = async ({ dir, platform }) => {
  const layer = await busyboxLayer(dir)
  return writeLayout({
    dir,
    platform,
    layers: [layer],
    config: { Env: [PATH_ENV], Cmd: ['sh'] },
    history: ['busybox-static of Debian with a link for each of its tools'],
  })
}

export async function busyboxLayer(dir: string): Promise<BuiltLayer> {
  return buildLayer(dir, await entries())
}

async function entries(): Promise<LayerEntry[]> {
  return [
    directoryEntry('.'),
    directoryEntry('bin'),
    await copyEntry('bin/busybox', BUSYBOX),
    ...(await appletNames()).map((name) => symlinkEntry(`bin/${name}`, 'busybox')),
    directoryEntry('dev'),
    directoryEntry('etc'),
    textEntry('etc/group', 'root:x:0:\ndaemon:x:1:\nwww-data:x:33:\nusers:x:100:\nnogroup:x:65534:\n'),
    textEntry('etc/nsswitch.conf', 'hosts: files dns\n'),
    textEntry(
      'etc/passwd',
      [
        'root:x:0:0:root:/root:/bin/sh',
        'daemon:x:1:1:daemon:/:/bin/false',
        'www-data:x:33:33:www-data:/var/www:/bin/false',
        'nobody:x:65534:65534:nobody:/:/bin/false',
        '',
      ].join('\n'),
    ),
    directoryEntry('home'),
    directoryEntry('proc'),
    directoryEntry('root', 0o700),
    directoryEntry('run'),
    symlinkEntry('sbin', 'bin'),
    directoryEntry('sys'),
    directoryEntry('tmp', 0o1777),
    directoryEntry('usr'),
    symlinkEntry('usr/bin', '../bin'),
    symlinkEntry('usr/sbin', '../bin'),
    directoryEntry('var'),
    directoryEntry('var/tmp', 0o1777),
  ]
}

async function appletNames(): Promise<string[]> {
  const { stdout } = await run(BUSYBOX, ['--list'])
  return stdout.split('\n').filter((name) => name !== '' && name !== 'busybox')
}
