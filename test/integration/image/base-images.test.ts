import { execFile } from 'node:child_process'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pushLayout } from '@berth/image'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildBaseImage } from '../../../infra/images/build.ts'
import { type ImageWorld, makeImageWorld } from './support/image-world.ts'

const run = promisify(execFile)

let world: ImageWorld
beforeAll(async () => {
  world = await makeImageWorld()
})
afterAll(() => world.close())

async function build(name: string, folder: string) {
  const workDir = join(world.dir, folder)
  await mkdir(workDir)
  return buildBaseImage(name, { workDir, nodePackage: '', log: () => undefined })
}

/** The image's files in one folder, as a container would see them. */
async function rootOf(name: string): Promise<string> {
  const layout = await build(name, `work-${name}`)
  const target = { url: world.door.url, repository: 'team/app', tag: name, auth: { kind: 'none' } } as const
  const image = await world.pull(await pushLayout(layout, target))
  const root = join(world.dir, `root-${name}`)
  for (const layer of image.layers) await cp(layer, root, { recursive: true, verbatimSymlinks: true })
  return root
}

test('busybox runs its tools', async () => {
  const root = await rootOf('busybox')
  const { stdout } = await run('chroot', [
    root,
    'sh',
    '-c',
    'id -un; echo a b | awk "{print \\$2}"; ls -d /tmp /usr/bin',
  ])
  expect(stdout).toBe('root\nb\n/tmp\n/usr/bin\n')
})

test('welcome has its page in two languages, and programs that may be run', async () => {
  const root = await rootOf('welcome')
  const { stdout } = await run('chroot', [root, 'sh', '-c', 'test -x /srv/start && cat /srv/www/index.html'])
  expect(stdout).toContain('<main lang="en">')
  expect(stdout).toContain('<main lang="zh-CN">')
  expect(stdout).not.toMatch(/(?:src|href)="https?:/)
})

test('the same recipe gives the same image', async () => {
  const [first, again] = [await build('welcome', 'first'), await build('welcome', 'again')]
  expect(again.manifest.digest).toBe(first.manifest.digest)
})

test('skopeo understands what is pushed and what is written', async () => {
  const { dir } = await build('busybox', 'for-skopeo')
  const { stdout } = await run('skopeo', ['inspect', '--config', `oci:${dir}`])
  expect(JSON.parse(stdout)).toMatchObject({ os: 'linux', config: { Cmd: ['sh'] } })
})

test('an image without a recipe is refused with the names of those that have one', async () => {
  await expect(build('nothing', 'nothing')).rejects.toThrow(
    'choose from busybox, welcome, debian:12, node:24',
  )
})
