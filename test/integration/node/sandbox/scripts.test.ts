import type { ContainerSpec, ScriptRequest } from '@berth/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../../support/eventually.ts'
import { openRig, type Rig } from '../support/rig.ts'
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

function script(text: string, more: Partial<ScriptRequest> = {}) {
  const usual = { containerId: spec.id, timeoutMs: 60_000, maxOutput: 1000 }
  return rig.control.agent().call('sandbox.script', { ...usual, script: text, ...more })
}

const processes = async () =>
  (await rig.control.agent().call('container.processes', { containerId: spec.id })).processes

test('a script has its user, its variables and its folder, and tells both streams and its code', async () => {
  const result = await script('id -u; pwd; echo $STUDENT; echo wrong >&2; exit 3', {
    user: 'app',
    cwd: '/tmp',
    env: { STUDENT: 'Ada Lovelace' },
  })
  expect(result).toMatchObject({ code: 3, truncated: false, timedOut: false })
  for (const line of ['1000', '/tmp', 'Ada Lovelace', 'wrong']) expect(result.output).toContain(line)
})

test('of more output than is wanted the end is kept', async () => {
  const { code, output, truncated } = await script('seq 1 300000', { maxOutput: 14 })
  expect({ code, output, truncated }).toEqual({ code: 0, output: '299999\n300000\n', truncated: true })
})

test('one that takes too long is killed, and all that it started', async () => {
  const result = await script('sleep 1234 & sleep 1234', { timeoutMs: 300 })
  expect(result).toMatchObject({ code: null, timedOut: true })
  await eventually(async () => (await processes()).every(({ command }) => !command.includes('1234')))
})

test('what it leaves running runs on', async () => {
  expect(await script('sleep 4321 >/dev/null 2>&1 &')).toMatchObject({ code: 0 })
  expect((await processes()).some(({ command }) => command.includes('4321'))).toBe(true)
})

test('an interpreter gets the script as its last argument', async () => {
  expect(await script('hello', { argv: ['echo', '-n', 'say'] })).toMatchObject({
    code: 0,
    output: 'say hello',
  })
})

test('a shell is read as it stands on its screen, by many at once, and is not disturbed', async () => {
  const agent = rig.control.agent()
  const start = { containerId: spec.id, argv: ['sh'], tty: true, cols: 60, rows: 10, env: { PS1: '> ' } }
  const { execId } = await agent.call('exec.start', start)
  const view = await openView(rig, execId, spec.id)
  const session = { containerId: spec.id, execId }
  const screen = async () => (await agent.call('screen.read', { sessions: [session], rows: 4 })).screens[0]
  view.type('for i in 1 2 3 4 5 6; do echo line-$i; done\n')
  const drawn = ['line-4', 'line-5', 'line-6', '>'].join('\n')
  await eventually(async () => (await screen())?.lines.join('\n') === drawn)
  const shown = await screen()
  await eventually(async () => (await screen())?.changedAt === shown?.changedAt)
  view.type('echo typed')
  await eventually(async () => (await screen())?.lines.at(-1) === '> echo typed')
  expect((await screen())?.cursor.column).toBe(12)
  expect((await screen())?.changedAt).not.toBe(shown?.changedAt)
  const { screens } = await agent.call('screen.read', {
    sessions: [
      ...Array.from({ length: 20 }, () => session),
      { containerId: spec.id, execId: 'exe_aaaaaaaaaaaaaaaa' },
    ],
    rows: 1,
  })
  expect(screens.map(({ lines }) => lines)).toEqual(Array.from({ length: 20 }, () => ['> echo typed']))
})

test('a kept shell outlives its viewers and its agent, and is found with its screen', async () => {
  const { execId } = await rig.control
    .agent()
    .call('exec.start', { containerId: spec.id, argv: ['sh'], tty: true })
  const view = await openView(rig, execId, spec.id)
  view.type('keep=me-$((40 + 2)); echo $keep\n')
  await eventually(() => view.text().includes('me-42'))
  view.leave()
  await rig.killAgent('SIGKILL')
  rig.control.told.delete(spec.id)
  await rig.startAgent()
  await rig.healthy(spec.id)
  const again = await openView(rig, execId, spec.id)
  await eventually(() => again.text().includes('me-42'))
  again.type('echo still-$keep\n')
  await eventually(() => again.text().includes('still-me-42'))
})
