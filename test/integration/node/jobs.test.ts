import type { ContainerSpec } from '@berth/protocol'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openRig, type Rig } from './support/rig.ts'
import { openView } from './support/view.ts'

const SLOW = { withinMs: 200_000 }

vi.setConfig({ testTimeout: 600_000 })

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig?.close())

/** A job whose command is run by a shell. */
function want(script: string, attended?: 'terminal' | 'stream'): Promise<ContainerSpec> {
  return rig.want({
    command: ['sh', '-c', script],
    ...{ health: { kind: 'none' }, restart: { policy: 'no' }, process: 'run' },
    job: attended === undefined ? {} : { attended },
  })
}

const stateOf = (id: string) => rig.control.told.get(id)?.state
const isState = (id: string, state: string) => eventually(() => stateOf(id) === state, SLOW)

test('a short command waits for its viewer with its output, takes input, and ends with its code', async () => {
  const { id } = await want('echo out; echo err >&2; cat; exit 3', 'stream')
  await isState(id, 'running')
  const view = await openView(rig, id, id)
  view.type('typed')
  view.eof()
  await eventually(() => view.end() !== undefined, SLOW)
  expect(view.text()).toBe('out\ntyped')
  expect(view.stderr()).toBe('err\n')
  expect(view.end()).toEqual({ kind: 'exit', code: 3, signal: null })
  await isState(id, 'stopped')
  expect(rig.control.told.get(id)).toMatchObject({ end: { kind: 'exit', code: 3 }, restarts: 0 })
})

test('a command has a terminal when its viewer does', async () => {
  const { id } = await want('test -t 0 && echo it-is-one; read line; echo "got $line"', 'terminal')
  await isState(id, 'running')
  const view = await openView(rig, id, id)
  await eventually(() => view.text().includes('it-is-one'), SLOW)
  view.type('word\n')
  await eventually(() => view.text().includes('got word'), SLOW)
  await isState(id, 'stopped')
})

test('nobody gets to the program of a container that is not attended', async () => {
  const { id } = await want('sleep 600')
  await isState(id, 'running')
  const channel = rig.control.openChannel()
  const attach = { containerId: id, execId: id, channel: channel.id }
  await expect(rig.control.agent().call('exec.attach', attach)).rejects.toMatchObject({
    code: 'container.not_running',
  })
})

test('an agent that is killed starts a job no second time, whether it runs or ended meanwhile', async () => {
  const { id } = await want('sleep 5; exit 4')
  await isState(id, 'running')
  const startedAt = rig.control.told.get(id)?.startedAt
  await replaceAgent(id)
  await isState(id, 'stopped')
  await replaceAgent(id)
  await isState(id, 'stopped')
  expect(rig.control.told.get(id)).toMatchObject({ restarts: 0, startedAt, end: { kind: 'exit', code: 4 } })
})

/** By one that has to tell all anew. */
async function replaceAgent(id: string): Promise<void> {
  await rig.killAgent()
  rig.control.told.delete(id)
  await rig.startAgent()
}
