import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deployBusybox } from '../../support/deploy.ts'
import type { TestPlatform } from '../../support/platform.ts'
import { sharedPlatform } from '../../support/shared-platform.ts'

const APP = 'copies'
let platform: TestPlatform
let dir: string

beforeAll(async () => {
  platform = await sharedPlatform()
  dir = await mkdtemp(join(tmpdir(), 'berth-cp-'))
  await deployBusybox(platform, APP, ['sleep', '100000'], ['--no-health'])
})

afterAll(async () => {
  await platform.run(['destroy', APP, '--yes'])
  await rm(dir, { recursive: true, force: true })
})

test('a folder goes in, comes out, and is the same', async () => {
  const site = join(dir, 'site')
  await mkdir(join(site, 'deep'), { recursive: true })
  await writeFile(join(site, 'deep/page'), 'x'.repeat(300_000))
  await chmod(join(site, 'deep/page'), 0o640)
  await utimes(join(site, 'deep/page'), 1_700_000_000, 1_700_000_000)
  await symlink('deep/page', join(site, 'link'))
  expect(await platform.run(['cp', site, `${APP}:/tmp`])).toMatchObject({ code: 0, stdout: '' })
  const inside = await platform.run([
    'exec',
    APP,
    '--',
    'stat',
    '-c',
    '%u %g %a %Y %s',
    '/tmp/site/link',
    '/tmp/site/deep/page',
  ])
  expect(inside.stdout).toContain('0 0 640 1700000000 300000')
  expect((await platform.run(['cp', `${APP}:/tmp/site`, join(dir, 'copy')])).code).toBe(0)
  expect(await readFile(join(dir, 'copy/link'), 'utf8')).toBe('x'.repeat(300_000))
  const page = await stat(join(dir, 'copy/deep/page'))
  expect({ mode: page.mode & 0o777, at: page.mtimeMs }).toEqual({ mode: 0o640, at: 1_700_000_000_000 })
})

test('a file that is not there, and a wrong call, say so', async () => {
  expect(await platform.run(['cp', `${APP}:/nowhere`, dir])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('/nowhere: no such file or folder'),
  })
  expect((await platform.run(['cp', dir, join(dir, 'other')])).code).toBe(2)
})

test('the root file system is exported as an archive', async () => {
  const { code, stdout } = await platform.run(['export', APP])
  expect(code).toBe(0)
  expect(stdout).toContain('bin/busybox')
})

test('what changed is listed, becomes an image with a right to push, and runs again', async () => {
  await platform.run(['exec', APP, '--', 'sh', '-c', 'echo mine > /made; rm /etc/group'])
  const { stdout } = await platform.run(['diff', APP, '--json'])
  expect(JSON.parse(stdout)).toEqual(
    expect.arrayContaining([
      { kind: 'added', path: '/made' },
      { kind: 'deleted', path: '/etc/group' },
    ]),
  )
  expect((await platform.run(['diff', APP])).stdout).toContain('A /made\n')
  const made = await platform.run(['commit', APP, `${APP}:made`, '--message', 'by hand'])
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^sha256:[0-9a-f]{64}\n$/) })
  expect((await platform.run(['ps', APP, '--json'])).stdout).toContain('"running"')
  const again = ['deploy', APP, '--image', `${APP}:made`, '--no-health', '--wait']
  expect((await platform.run(again)).code).toBe(0)
  expect((await platform.run(['exec', APP, '--', 'cat', '/made'])).stdout).toBe('mine\n')
  expect((await platform.run(['exec', APP, '--', 'ls', '/etc/group'])).code).not.toBe(0)
})
