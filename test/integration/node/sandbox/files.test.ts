import { BerthError } from '@berth/core'
import type { ContainerSpec, controlToAgent, RequestOf } from '@berth/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRig, type Rig } from '../support/rig.ts'
import { run } from '../support/run.ts'
import { sandboxSpec } from './sandbox-spec.ts'

let rig: Rig
let spec: ContainerSpec
let containerId = ''

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
  spec = await rig.want(sandboxSpec())
  containerId = spec.id
  await rig.healthy(spec.id)
})

afterAll(() => rig.close())

const sh = (script: string) => run(rig, containerId, ['sh', '-c', script])
const list = (path: string, user?: string) =>
  rig.control.agent().call('files.list', { containerId, path, user })
const read = (path: string, maxBytes = 1000) =>
  rig.control.agent().call('files.read', { containerId, path, maxBytes })
const write = (path: string, text: string, more: { user?: string; unlessChanged?: number } = {}) =>
  rig.control.agent().call('files.write', {
    ...{ containerId, path, content: Buffer.from(text).toString('base64') },
    ...more,
  })
const change = (what: RequestOf<typeof controlToAgent, 'files.change'>['change'], user?: string) =>
  rig.control.agent().call('files.change', { containerId, change: what, user })

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => (error instanceof BerthError ? error.code : String(error)),
  )
}

test('a folder is listed with kinds, sizes, and where links lead', async () => {
  await sh(
    'mkdir -p /root/a/sub; echo hello > /root/a/file; cd /root/a; ln -s sub to-folder; ln -s gone away',
  )
  const { entries, truncated } = await list('/root/a/')
  expect(truncated).toBe(false)
  const byName = Object.fromEntries(entries.map((entry) => [entry.name, entry]))
  expect(byName['file']).toMatchObject({ kind: 'file', size: 6, mode: 0o644 })
  expect(byName['sub']).toMatchObject({ kind: 'folder' })
  expect(byName['to-folder']).toMatchObject({ kind: 'link', target: 'sub', leadsToFolder: true })
  expect(byName['away']).toMatchObject({ kind: 'link', target: 'gone', leadsToFolder: false })
  expect(Math.abs((byName['file']?.mtime ?? 0) - Date.now())).toBeLessThan(3_600_000)
})

test('a name of any bytes is listed, read, renamed and removed by that name', async () => {
  await sh('mkdir /root/names; cd /root/names; echo odd > "$(printf \'a\\377\\n"b\')"; echo 家 > 家')
  const { entries } = await list('/root/names')
  expect(entries.map(({ name }) => name).toSorted()).toEqual(['a\udcff\n"b', '家'].toSorted())
  expect(Buffer.from((await read('/root/names/a\udcff\n"b')).content, 'base64').toString()).toBe('odd\n')
  await change({ kind: 'rename', path: '/root/names/a\udcff\n"b', to: '/root/names/b\udcfe' })
  expect((await list('/root/names')).entries.map(({ name }) => name).toSorted()).toEqual(
    ['b\udcfe', '家'].toSorted(),
  )
  await change({ kind: 'remove', path: '/root/names/b\udcfe' })
  expect((await list('/root/names')).entries.map(({ name }) => name)).toEqual(['家'])
})

test('of a huge folder the first thousands are told', async () => {
  await sh('mkdir /root/huge; cd /root/huge; i=0; while [ $i -lt 2100 ]; do : > f$i; i=$((i+1)); done')
  const { entries, truncated } = await list('/root/huge')
  expect(entries).toHaveLength(2000)
  expect(truncated).toBe(true)
  await change({ kind: 'remove', path: '/root/huge' })
  expect(await codeOf(list('/root/huge'))).toBe('file.not_found')
})

test('what is written is there whole, keeps its mode, and stays a link where it was one', async () => {
  await sh('echo before > /root/script; chmod 750 /root/script 2>/dev/null; ln -s script /root/link')
  const { mtime, mode } = await read('/root/script')
  await write('/root/link', '#!/bin/sh\necho 家\n', { unlessChanged: mtime })
  expect((await list('/root')).entries.find(({ name }) => name === 'link')).toMatchObject({ kind: 'link' })
  const after = await read('/root/script')
  expect(Buffer.from(after.content, 'base64').toString()).toBe('#!/bin/sh\necho 家\n')
  expect(after.mode).toBe(mode)
  expect(await codeOf(write('/root/script', 'late', { unlessChanged: mtime }))).toBe('file.changed')
  const written = await write('/root/new', 'x'.repeat(3_000_000))
  expect(await read('/root/new', 10)).toMatchObject({ size: 3_000_000, mtime: written.mtime, mode: 0o644 })
  expect((await list('/root')).entries.filter(({ name }) => name.startsWith('.berth'))).toEqual([])
})

test('a file is cut where the reader wants it, and binary content comes as it is', async () => {
  await sh("printf '\\000\\377abc' > /root/binary")
  expect(Buffer.from((await read('/root/binary', 3)).content, 'base64')).toEqual(Buffer.from([0, 255, 97]))
})

test.each([
  ['a device that never ends', () => read('/dev/zero')],
  ['what needs a terminal', () => read('/dev/tty')],
  ['a folder', () => read('/root')],
  ['a file of the kernel that leads to another', () => read('/proc/self/exe')],
  [
    'a circle of links',
    async () => (await sh('ln -s c1 /root/c2; ln -s c2 /root/c1'), write('/root/c1', 'x')),
  ],
  ['a file over a folder', () => write('/root', 'x')],
  ['a file that the platform bound', () => write('/etc/hosts', 'x')],
])('%s is refused', async (_, work) => {
  expect(await codeOf(work())).toBe('file.refused')
})

test('what is there is not renamed over, and not made again', async () => {
  await change({ kind: 'mkdir', path: '/root/one' })
  await write('/root/one/file', 'x')
  expect(await codeOf(change({ kind: 'mkdir', path: '/root/one' }))).toBe('file.exists')
  expect(await codeOf(change({ kind: 'rename', path: '/root/one', to: '/root/a' }))).toBe('file.exists')
  expect(await codeOf(change({ kind: 'rename', path: '/root/none', to: '/root/two' }))).toBe('file.not_found')
  expect(await codeOf(change({ kind: 'remove', path: '/' }))).toBe('file.refused')
})

test('a removal follows no link out of the folder', async () => {
  await sh('mkdir /root/keep /root/gone; echo x > /root/keep/file; ln -s /root/keep /root/gone/link')
  await change({ kind: 'remove', path: '/root/gone' })
  expect((await list('/root/keep')).entries).toHaveLength(1)
})

test('who is not root has the rights of that user', async () => {
  expect(await codeOf(write('/root/mine', 'x', { user: 'app' }))).toBe('file.refused')
  expect(await codeOf(write('/etc/passwd', 'x', { user: 'app' }))).toBe('file.refused')
  await write('/data/mine', 'x', { user: 'app' })
  expect((await sh('stat -c %u:%a /data/mine')).out).toBe('1000:644')
})

test('of many questions at once to one container some are refused, and the others answered', async () => {
  const codes = await Promise.all(Array.from({ length: 40 }, () => codeOf(list('/root'))))
  expect(new Set(codes)).toEqual(new Set(['done', 'container.busy']))
  expect(await codeOf(list('/root'))).toBe('done')
})
