import { execFile } from 'node:child_process'
import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { archive, tarOf } from './support/archive.ts'
import { type ImageWorld, makeImageWorld, type TestLayer } from './support/image-world.ts'

const run = promisify(execFile)
const SUPPORT = join(import.meta.dirname, 'support')
const MIB = 1024 * 1024
const XATTRS = ['--xattrs', '--xattrs-include=*']

let world: ImageWorld
let tree = ''
beforeAll(async () => {
  world = await makeImageWorld()
  tree = join(world.dir, 'tree')
  await mkdir(tree)
  await run('python3', [join(SUPPORT, 'make-tree.py'), tree])
})
afterAll(() => world.close())

async function describeTree(folder: string): Promise<unknown[]> {
  const { stdout } = await run('python3', [join(SUPPORT, 'describe-tree.py'), folder], {
    maxBuffer: 64 * 1024 ** 2,
  })
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

async function extractByTar(tar: Buffer, name: string): Promise<string> {
  const folder = join(world.dir, name)
  await mkdir(folder)
  const extracting = run('tar', ['-xp', '--numeric-owner', ...XATTRS, '-C', folder, '-f', '-'])
  extracting.child.stdin?.end(tar)
  await extracting
  return folder
}

async function unpack(layer: TestLayer): Promise<string> {
  const image = await world.pull(await world.push([layer]))
  return image.layers[0] ?? ''
}

test.each([
  ['pax', 'gzip'],
  ['pax', 'zstd'],
  ['pax', 'none'],
] as const)('a %s archive packed with %s unpacks as GNU tar does it', async (format, packing) => {
  const tar = await tarOf(tree, [`--format=${format}`, ...XATTRS])
  const unpacked = await describeTree(await unpack({ tar, packing }))
  expect(unpacked).toEqual(await describeTree(await extractByTar(tar, `tar-${format}-${packing}`)))
  expect(unpacked.length).toBeGreaterThan(20)
})

test('a gnu archive, with its own long names, unpacks as GNU tar does it', async () => {
  const tar = await tarOf(tree, ['--format=gnu'])
  expect(await describeTree(await unpack({ tar }))).toEqual(
    await describeTree(await extractByTar(tar, 'tar-gnu')),
  )
})

test.each([
  ['gnu', ['--format=gnu']],
  ['pax 0.0', ['--format=pax', '--sparse-version=0.0']],
  ['pax 0.1', ['--format=pax', '--sparse-version=0.1']],
  ['pax 1.0', ['--format=pax', '--sparse-version=1.0']],
])('sparse files of the %s format keep their holes', async (name, flags) => {
  const folder = join(world.dir, `sparse-${name}`)
  await mkdir(folder)
  await run('python3', [join(SUPPORT, 'make-sparse.py'), folder])
  const tar = await tarOf(folder, ['--sparse', ...flags])
  const unpacked = await unpack({ tar })
  expect(await describeTree(unpacked)).toEqual(await describeTree(await extractByTar(tar, `like-${name}`)))
  for (const file of ['hole', 'pieces', 'tail']) {
    const { size, blocks } = await stat(join(unpacked, file))
    expect(size).toBeGreaterThan(4 * MIB)
    expect(blocks * 512).toBeLessThan(MIB)
  }
})

test('a sparse file that claims more than a layer may have is refused', async () => {
  const folder = join(world.dir, 'huge')
  await mkdir(folder)
  await run('truncate', ['-s', '30G', join(folder, 'hole')])
  const tar = await tarOf(folder, ['--sparse', '--format=pax'])
  await expect(unpack({ tar })).rejects.toMatchObject({ code: 'image.too_large', message: /sparse/ })
})

test('an archive of libarchive unpacks as bsdtar itself does it', async () => {
  const packed = join(world.dir, 'by-bsdtar.tar')
  const folder = join(world.dir, 'like-bsdtar')
  await mkdir(folder)
  await run('bsdtar', ['--format=pax', '--numeric-owner', '-cf', packed, '-C', tree, '.'])
  await run('bsdtar', ['-xpf', packed, '--numeric-owner', '-C', folder])
  const [root, ...unpacked] = await describeTree(await unpack({ tar: await readFile(packed) }))
  const [, ...expected] = await describeTree(folder) // bsdtar leaves the time of the root as it is
  expect(root).toMatchObject({ path: '.' })
  expect(unpacked).toEqual(expected)
})

test('a layer that is labelled wrongly unpacks by what it is', async () => {
  const tar = archive({ name: 'a', text: 'hello' })
  const found = await describeTree(await unpack({ tar, packing: 'none', labelled: 'gzip' }))
  expect(found).toMatchObject([{ path: '.' }, { path: 'a' }])
})
