import { existsSync } from 'node:fs'
import { changeSchema } from '@berth/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openRig, type Rig } from './support/rig.ts'
import { run } from './support/run.ts'
import { openView } from './support/view.ts'

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

const WRITE = `echo new > /tmp/new; echo more >> /etc/passwd; rm /www/index.html
  rm -r /root; busybox mkdir /root; echo again > /root/made; echo no > /data/volume
  busybox ln -s /etc /tmp/link; echo odd > "/tmp/$(printf 'a\\nb')"`

const CHANGES = [
  'added /root',
  'added /root/made',
  'added /tmp/a\nb',
  'added /tmp/link',
  'added /tmp/new',
  'changed /etc',
  'changed /etc/passwd',
  'changed /root',
  'changed /tmp',
  'changed /www',
  'deleted /root',
  'deleted /www/index.html',
]

test('what a container changed is told, while it runs and when it has ended, and mounts are not', async () => {
  const { id, ...spec } = await rig.want({ health: { kind: 'none' } })
  await rig.healthy(id)
  expect(await changesOf(id)).not.toContain('added /tmp/new')
  expect((await run(rig, id, ['sh', '-c', WRITE])).err).toBe('')
  expect(await changesOf(id)).toEqual(CHANGES)
  await rig.want({ ...spec, id, desired: 'stopped' })
  await rig.seen(id, ({ state }) => state === 'stopped')
  expect(await changesOf(id)).toEqual(CHANGES)
})

test('a tree with more files than a window holds comes whole, at the pace of its viewer', async () => {
  const { id } = await rig.want({ health: { kind: 'none' } })
  await rig.healthy(id)
  await run(rig, id, ['sh', '-c', 'i=0; while [ $i -lt 4000 ]; do : > /tmp/file$i; i=$((i+1)); done'])
  expect((await changesOf(id)).filter((line) => line.startsWith('added /tmp/file'))).toHaveLength(4000)
})

test('a link in the place of a folder does not lead to the host', async () => {
  const { id } = await rig.want({ health: { kind: 'none' } })
  await rig.healthy(id)
  expect(existsSync('/etc/passwd')).toBe(true)
  await run(rig, id, ['sh', '-c', 'rm -r /www; busybox ln -s / /www'])
  expect(await changesOf(id)).toEqual(['changed /etc', 'changed /www']) // the first holds files that we bind
})

async function changesOf(containerId: string): Promise<string[]> {
  const { execId } = await rig.control.agent().call('files.start', { containerId, job: { kind: 'changes' } })
  const view = await openView(rig, execId, containerId)
  await eventually(() => view.end() !== undefined)
  expect({ end: view.end(), notes: view.stderr() }).toEqual({
    end: { kind: 'exit', code: 0, signal: null },
    notes: '',
  })
  const lines = view.text().split('\n').filter(Boolean)
  const changes = lines.map((line) => changeSchema.parse(JSON.parse(line)))
  return changes.map(({ kind, path }) => `${kind} ${path}`).sort()
}
