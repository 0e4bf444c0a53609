import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import {
  exportImage,
  type ImageArchive,
  listArchive,
  openFolder,
  openTar,
  pushArchived,
  spoolArchive,
} from '@berth/image'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { archive as tarWith } from './support/archive.ts'
import { type ImageWorld, makeImageWorld, type TestLayer } from './support/image-world.ts'

const run = promisify(execFile)
const skopeo = (...args: string[]) => run('skopeo', ['--insecure-policy', ...args])

let world: ImageWorld
let files = 0
beforeAll(async () => {
  world = await makeImageWorld()
})
afterAll(() => world.close())

function layer(text: string, packing?: TestLayer['packing']): TestLayer {
  return {
    tar: tarWith({ name: text, text: randomBytes(2000).toString('hex') }),
    ...(packing && { packing }),
  }
}

function newFile(): string {
  files += 1
  return join(world.dir, `file-${files}`)
}

async function exported(digest: string, format: 'docker' | 'oci', name = 'h:1/team/app:2'): Promise<string> {
  const path = newFile()
  const source = { url: world.door.url, repository: 'team/app', token: 'not asked for' }
  const { signal } = new AbortController()
  const bytes = exportImage({ source, digest, name, platform: undefined, format, signal })
  await pipeline(Readable.from(bytes, { objectMode: false }), createWriteStream(path))
  return path
}

/** Pushes all images of an archive to a new repository; returns their digests as the registry has them. */
async function imported(archive: ImageArchive, repository = `again/r${++files}`): Promise<string[]> {
  const workDir = newFile()
  await mkdir(workDir)
  const digests: string[] = []
  try {
    for (const image of await listArchive(archive)) {
      const target = {
        url: world.door.url,
        repository,
        tag: `t${digests.length}`,
        auth: { kind: 'none' },
      } as const
      digests.push(await pushArchived(image, { archive, target, workDir }))
    }
  } finally {
    await archive.close()
  }
  return digests
}

const filesOf = async (digest: string) => {
  const { layers } = await world.pull(digest)
  return (await Promise.all(layers.map((path) => readdir(path)))).flat()
}

test.each(['docker', 'oci'] as const)(
  'an image goes out as %s and comes in again, with the same digest',
  async (format) => {
    const digest = await world.push([layer('a'), layer('b', 'zstd'), layer('c', 'none')])
    const path = await exported(digest, format)
    const archive = await openTar(path)
    expect(await listArchive(archive)).toMatchObject([
      { kind: 'oci', names: ['h:1/team/app:2'], root: { digest } },
    ])
    expect(await imported(archive)).toEqual([digest])
  },
)

test('what is exported is read by skopeo, in both forms', async () => {
  const digest = await world.push([layer('a'), layer('b')])
  for (const [form, format] of [
    ['docker-archive', 'docker'],
    ['oci-archive', 'oci'],
  ] as const) {
    const path = await exported(digest, format, 'example.org/team/app:2')
    const { stdout } = await skopeo('inspect', `${form}:${path}`)
    expect(JSON.parse(stdout)).toMatchObject({ Os: 'linux', Layers: { length: 2 } })
  }
})

test.each(['docker-archive', 'oci-archive', 'oci'])('what skopeo saves as %s comes in', async (form) => {
  const digest = await world.push([layer('a'), layer('b')])
  const path = newFile()
  const from = `docker://${world.door.url.replace('http://', '')}/team/app@${digest}`
  await skopeo('copy', '--src-tls-verify=false', from, `${form}:${path}:team/app:3`)
  const archive = form === 'oci' ? openFolder(path) : await openTar(path)
  const [image] = await listArchive(archive)
  expect(image?.names).toEqual([form === 'docker-archive' ? 'docker.io/team/app:3' : 'team/app:3'])
  const [pushed = ''] = await imported(archive, 'team/app')
  expect(await filesOf(pushed)).toEqual(['a', 'b'])
})

/** As dockers before 1.25 saved: layers by folder, twice the same one as a link. */
async function oldDockerFolder(diffId = true): Promise<string> {
  const dir = newFile()
  const layers = [layer('first'), layer('second')]
  for (const [i, { tar }] of layers.entries()) {
    await mkdir(join(dir, `l${i}`), { recursive: true })
    await writeFile(join(dir, `l${i}`, 'layer.tar'), tar)
  }
  await mkdir(join(dir, 'l2'))
  await symlink('../l0/layer.tar', join(dir, 'l2', 'layer.tar'))
  const ids: string[] = []
  for (const name of ['l0', 'l1', 'l2']) {
    const { stdout } = await run('sha256sum', [join(dir, name, 'layer.tar')])
    ids.push(`sha256:${diffId ? stdout.slice(0, 64) : '0'.repeat(64)}`)
  }
  const config = { architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: ids } }
  await writeFile(join(dir, 'conf.json'), JSON.stringify(config))
  const names = ['l0', 'l1', 'l2'].map((name) => `${name}/layer.tar`)
  const entry = { Config: 'conf.json', RepoTags: ['shop:1'], Layers: names }
  await writeFile(join(dir, 'manifest.json'), JSON.stringify([entry]))
  return dir
}

test('an archive of an old docker comes in, also packed and with layers that are links', async () => {
  const dir = await oldDockerFolder()
  const packed = newFile()
  await run('tar', ['-czf', packed, '-C', dir, '.'])
  const path = newFile()
  await spoolArchive(createReadStream(packed), path)
  const [digest = ''] = await imported(await openTar(path), 'team/app')
  expect(await filesOf(digest)).toEqual(['first', 'second', 'first'])
})

test('an archive whose layers are not what its image says is refused', async () => {
  const dir = await oldDockerFolder(false)
  const path = newFile()
  await run('tar', ['-cf', path, '-C', dir, '.'])
  await expect(imported(await openTar(path))).rejects.toMatchObject({ code: 'image.corrupt' })
})

test('an archive that is cut, is none, names files outside or lacks a blob is refused', async () => {
  const digest = await world.push([layer('a')])
  const whole = await readFile(await exported(digest, 'oci'))
  const broken = async (bytes: Buffer) => {
    const path = newFile()
    await writeFile(path, bytes)
    return openTar(path).then((archive) => imported(archive))
  }
  const corrupt = { code: 'image.corrupt' }
  await expect(broken(whole.subarray(0, whole.length - 5000))).rejects.toMatchObject(corrupt)
  await expect(broken(Buffer.from('nothing of the kind'.repeat(100)))).rejects.toMatchObject(corrupt)
  await expect(broken(tarWith({ name: 'hello', text: 'x' }))).rejects.toMatchObject(corrupt)
  await expect(broken(tarWith({ name: '../../x', text: 'x' }))).rejects.toMatchObject({
    code: 'image.unsafe',
  })
  const outside = { Config: '../../etc/passwd', Layers: ['/etc/shadow'] }
  const asking = tarWith({ name: 'manifest.json', text: JSON.stringify([outside]) })
  await expect(broken(asking)).rejects.toMatchObject(corrupt)
})

test('a folder whose files are links to elsewhere brings nothing of elsewhere', async () => {
  const dir = newFile()
  await mkdir(dir)
  await writeFile(join(dir, 'manifest.json'), JSON.stringify([{ Config: 'conf.json', Layers: [] }]))
  await symlink('/etc/hostname', join(dir, 'conf.json'))
  await expect(imported(openFolder(dir))).rejects.toMatchObject({ code: 'image.corrupt' })
})
