import { newId } from '@berth/core'
import type { ContainerSpec } from '@berth/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../../support/eventually.ts'
import { openRig, type Rig } from '../support/rig.ts'
import { run } from '../support/run.ts'
import { openView } from '../support/view.ts'
import { sandboxSpec } from './sandbox-spec.ts'

let rig: Rig
let spec: ContainerSpec

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
  spec = await rig.want(sandboxSpec())
  await rig.healthy(spec.id)
})

afterAll(() => rig.close())

test('an idle container has no program, and hardly any memory; nobody within ends it', async () => {
  await rig.seenStats(spec.id, ({ pids, memoryBytes }) => pids === 0 && memoryBytes < 4 << 20)
  const { execId } = await rig.control
    .agent()
    .call('exec.start', { containerId: spec.id, argv: ['sh'], tty: true })
  const view = await openView(rig, execId, spec.id)
  view.type('kill -9 1; kill 1; kill -HUP 1; sleep 0.1 & kill -INT 1; echo still-$((40 + 2))\n')
  await eventually(() => view.text().includes('still-42'))
  view.type('exit\n')
  await eventually(() => view.end() !== undefined)
  expect(await rig.healthy(spec.id)).toMatchObject({ restarts: 0 })
})

test('what its sessions leave behind is reaped', async () => {
  await run(rig, spec.id, ['sh', '-c', '(sleep 0.1; sleep 0.1) & exit 0'])
  await eventually(async () => {
    const { processes } = await rig.control.agent().call('container.processes', { containerId: spec.id })
    return processes.every(({ pid, state }) => pid === 1 && state !== 'Z')
  })
})

test('it is called by its names, and finds its siblings by theirs', async () => {
  const web = await rig.want({ ...sandboxSpec(spec), id: newId('container'), names: ['web'], process: 'web' })
  const { address } = await rig.healthy(web.id)
  expect((await run(rig, web.id, ['hostname'])).out).toBe('web')
  await eventually(async () => (await run(rig, spec.id, ['nslookup', 'web'])).out.includes(address ?? '?'))
  await rig.want({ ...web, desired: 'removed' })
  await rig.seen(web.id, ({ state }) => state === 'removed')
})

test('its processor is more for a moment, and a lower limit takes hold while it runs', async () => {
  const value = async () =>
    (
      await run(rig, spec.id, [
        'sh',
        '-c',
        'cat /sys/fs/cgroup/cpu/cpu.cfs_burst_us /sys/fs/cgroup/cpu.max.burst',
      ])
    ).out
  expect(await value()).toBe('50000')
  await rig.want({ ...spec, limits: { ...spec.limits, cpu: 0.1 } })
  await eventually(async () => (await value()) === '10000')
  await rig.want(spec)
  await eventually(async () => (await value()) === '50000')
})

test('a stop ends it at once, without force, and it starts again with its files', async () => {
  await run(rig, spec.id, ['sh', '-c', 'echo mine > /root/work'])
  await rig.want({ ...spec, desired: 'stopped', stop: { timeoutMs: 60_000 } })
  const { end } = await rig.seen(spec.id, ({ state }) => state === 'stopped')
  expect(end).toMatchObject({ kind: 'stopped', forced: false })
  await rig.want(spec)
  await rig.healthy(spec.id)
  expect((await run(rig, spec.id, ['cat', '/root/work'])).out).toBe('mine')
})
