import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openRig, type Rig } from './support/rig.ts'

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

test('the processes of a container are told as it numbers them, also while it is paused', async () => {
  const spec = await rig.want({
    command: ['sh', '-c', 'sleep 1234 & exec sleep 4321'],
    health: { kind: 'none' },
  })
  const neighbour = await rig.want()
  await Promise.all([rig.healthy(spec.id), rig.healthy(neighbour.id)])
  const list = () => rig.control.agent().call('container.processes', { containerId: spec.id })
  const { processes } = await list()
  expect(processes.map(({ pid, uid, command }) => ({ pid, uid, command }))).toEqual([
    { pid: 1, uid: 0, command: expect.any(String) }, // the platform's own
    { pid: 2, uid: 0, command: 'sleep 4321' },
    { pid: expect.any(Number), uid: 0, command: 'sleep 1234' },
  ])
  await rig.want({ ...spec, desired: 'paused' })
  await rig.seen(spec.id, ({ state }) => state === 'paused')
  expect((await list()).processes).toHaveLength(3)
  await rig.want({ ...spec, desired: 'stopped' })
  await rig.seen(spec.id, ({ state }) => state === 'stopped')
  await expect(list()).rejects.toMatchObject({ code: 'container.not_running' })
})

test('who it runs as is named by the container, where it has a name', async () => {
  const rename = 'echo "ada:x:0:0::/:/bin/sh" > /etc/passwd; exec sleep 4321'
  const spec = await rig.want({
    command: ['sh', '-c', `mkdir -p /etc; ${rename}`],
    health: { kind: 'none' },
  })
  await rig.healthy(spec.id)
  const list = () => rig.control.agent().call('container.processes', { containerId: spec.id })
  await eventually(async () => (await list()).processes.every(({ user }) => user === 'ada'), {
    what: 'its name',
  })
})
