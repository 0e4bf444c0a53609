import { buildLayer, copyEntry, directoryEntry, symlinkEntry, textEntry, writeLayout } from '@berth/image'

const TOOLS = [
  'sh',
  'cat',
  'echo',
  'httpd',
  'id',
  'nc',
  'nslookup',
  'sleep',
  'seq',
  'tail',
  'mkdir',
  'env',
  'touch',
  'tr',
  'stat',
  'stty',
  'hostname',
  'dd',
  'head',
  'rm',
  'grep',
  'ls',
  'mv',
  'ps',
  'sed',
  'wc',
]

/** A layout with one image: busybox, a page and a volume; returns its digest. */
export async function makeImage(dir: string, architecture = 'amd64'): Promise<string> {
  const layer = await buildLayer(dir, [
    ...['bin', 'etc', 'tmp', 'proc', 'sys', 'dev', 'www', 'root'].map((path) => directoryEntry(path)),
    await copyEntry('bin/busybox', '/bin/busybox'),
    ...TOOLS.map((tool) => symlinkEntry(`bin/${tool}`, 'busybox')),
    textEntry('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\n'),
    textEntry('etc/group', 'root:x:0:\napp:x:1000:\n'),
    textEntry('www/index.html', 'hello'),
    { ...directoryEntry('data', 0o750), uid: 1000, gid: 1000 },
    { ...textEntry('data/seed', 'from the image'), uid: 1000, gid: 100, mode: 0o640 },
  ])
  const { manifest } = await writeLayout({
    dir,
    platform: { os: 'linux', architecture },
    layers: [layer],
    config: { Cmd: ['sh', '-c', 'echo started; exec httpd -f -p $PORT -h /www'], Volumes: { '/data': {} } },
    history: ['busybox'],
  })
  return manifest.digest
}
