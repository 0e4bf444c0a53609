import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestPlatform } from '../../support/platform.ts'
import { sharedPlatform } from '../../support/shared-platform.ts'

const APP = 'of-a-file'
const WORKER = 'while :; do sleep 1; done'

let platform: TestPlatform
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'berth-manifest-'))
  platform = await sharedPlatform()
  await writeFile(path.join(folder, 'index.html'), 'of a file\n')
  await writeFile(path.join(folder, 'Dockerfile'), 'FROM busybox\nCOPY index.html /www/\n')
})

afterAll(async () => {
  await platform?.run(['destroy', APP, '--yes'])
  await rm(folder, { recursive: true, force: true })
})

const describe = (text: string) => writeFile(path.join(folder, 'berth.yml'), text)
const plan = () => platform.run(['plan', APP, '--source', folder, '--exit-code'])

test('an app that is not there is built and deployed as its file says', async () => {
  await describe(`processes:
  web: { command: httpd -f -p $PORT -h /www, port: 8080, health: /index.html }
  worker: { command: "${WORKER}", limits: { memory: 32M } }
environment: { MODE: first }
`)
  const before = await plan()
  expect(before.code).toBe(2)
  expect(before.stderr).toContain(`${APP} is not deployed yet`)
  const applied = await platform.run(['apply', APP, '--source', folder, '--wait'])
  expect(applied).toMatchObject({ code: 0 })
  expect((await platform.run(['env', APP])).stdout).toBe('MODE=first\n')
  const [release] = await platform.json<Release[]>(['releases', APP])
  expect(release).toMatchObject({
    ...{ port: 8080, health: { kind: 'http', path: '/index.html' } },
    processes: { web: { replicas: 1 }, worker: { replicas: 1, limits: { memory: 32 * 1024 ** 2 } } },
  })
  expect(await plan()).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing to change') })
  const { stdout } = await platform.run(['plan', APP, '--show'])
  await describe(stdout)
  expect(await plan()).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing to change') })
}, 300_000)

type Release = { build: string | null; digest: string; processes: Record<string, { replicas: number }> }

test('what was set by hand and the file says otherwise is told, and set back over the same image', async () => {
  expect(await platform.run(['env', APP, 'set', 'MODE=second', 'OTHER=stays', '--wait'])).toMatchObject({
    code: 0,
  })
  await describe(`processes:
  web: { command: httpd -f -p $PORT -h /www, port: 8080, health: /index.html, instances: 2 }
environment: { MODE: first }
`)
  const { code, stdout } = await plan()
  expect(code).toBe(2)
  expect(stdout.split('\n').map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
    '~ processes.web.instances 1 → 2',
    `- processes.worker ${WORKER}`,
    '~ environment.MODE second → first',
    '',
  ])
  const [before] = await platform.json<Release[]>(['releases', APP])
  expect(await platform.run(['apply', APP, '--source', folder, '--wait'])).toMatchObject({ code: 0 })
  expect((await platform.run(['env', APP])).stdout).toBe('MODE=first\nOTHER=stays\n')
  const [release] = await platform.json<Release[]>(['releases', APP])
  expect(release).toMatchObject({ digest: before?.digest, build: before?.build })
  expect(Object.keys(release?.processes ?? {})).toEqual(['web'])
}, 300_000)

test('domains and sleep are planned and applied, and no release is made for them', async () => {
  const host = `www.${APP}.example.org`
  await describe(`domains: [${host}]\nsleep: 2h\n`)
  const planned = await plan()
  expect(planned.code).toBe(2)
  expect(planned.stdout.split('\n').map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
    `+ domains.${host} added`,
    '~ sleep never → 2h',
    '',
  ])
  expect(planned.stderr).toContain('no part of a release')
  const [before] = await platform.json<{ number: number }[]>(['releases', APP])
  expect(await platform.run(['apply', APP, '--source', folder])).toMatchObject({ code: 0 })
  expect(await plan()).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing to change') })
  expect(await platform.json(['sleep', APP])).toMatchObject({ sleepAfter: 7200 })
  const [after] = await platform.json<{ number: number }[]>(['releases', APP])
  expect(after?.number).toBe(before?.number)
  await describe((await platform.run(['plan', APP, '--show'])).stdout)
  expect(await plan()).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing to change') })
  expect(await platform.run(['sleep', APP, '--never'])).toMatchObject({ code: 0 })
}, 300_000)

test('a file that is wrong stops plan and build with its line', async () => {
  await describe('processes:\n  web:\n    comand: x\n')
  for (const command of [
    ['plan', APP],
    ['deploy', APP, '--wait'],
  ]) {
    const { code, stderr } = await platform.run([...command, '--source', folder])
    expect(code).toBeGreaterThan(0)
    expect(stderr).toContain('berth.yml:3:5: processes.web.comand is not known')
    expect(stderr).toContain('3 |     comand: x')
  }
})
