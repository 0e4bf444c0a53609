import { newId } from '@berth/core'
import type { ContainerSpec } from '@berth/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRig, type Rig } from '../support/rig.ts'
import { run } from '../support/run.ts'
import { sandboxSpec } from './sandbox-spec.ts'

let rig: Rig
let source: ContainerSpec
const HOME = { path: '/root', readOnly: false, bytes: 32 << 20 }
const home = newId('volume')

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
  source = await rig.want({ ...sandboxSpec(), volumes: [{ ...HOME, id: home, made: false }] })
  await rig.healthy(source.id)
  await sh(
    source,
    'echo mine > /root/work; chown 1000:1000 /root/work; echo layer > /etc/written; rm /etc/group',
  )
})

afterAll(() => rig.close())

const sh = async ({ id }: ContainerSpec, command: string) => (await run(rig, id, ['sh', '-c', command])).out

const wantCopy = (of: Partial<ContainerSpec>) =>
  rig.want({
    ...{ ...sandboxSpec(), layerOf: source.id },
    volumes: [{ ...HOME, id: newId('volume'), made: false, from: home }],
    ...of,
  })

const SEEN = 'cat /root/work /etc/written; stat -c %u:%g /root/work; test -e /etc/group || echo gone'

test('a copy begins with the files of the other, owners among them, in a sandbox of its own', async () => {
  const copy = await wantCopy({})
  await rig.healthy(copy.id)
  expect(await sh(copy, SEEN)).toBe('mine\nlayer\n1000:1000\ngone')
  await sh(copy, 'echo theirs > /root/work; echo theirs > /etc/written')
  expect(await sh(source, SEEN)).toBe('mine\nlayer\n1000:1000\ngone')
  expect(await sh(source, 'echo on > /root/later; cat /root/later')).toBe('on')
  await expect(sh(copy, 'cat /root/later 2>&1')).resolves.toContain('No such file')
  expect(await rig.healthy(source.id)).toMatchObject({ restarts: 0 })
})

test('a copy that starts again has what was written in it, and not once more what the other has', async () => {
  const copy = await wantCopy({})
  await rig.healthy(copy.id)
  await sh(copy, 'echo changed > /etc/written; echo changed > /root/work')
  const stopped = await rig.want({ ...copy, desired: 'stopped', generation: copy.generation + 1 })
  await rig.seen(copy.id, ({ state }) => state === 'stopped')
  await rig.want({ ...stopped, desired: 'running', generation: stopped.generation + 1 })
  await rig.seen(copy.id, ({ state, generation }) => state === 'running' && generation > stopped.generation)
  expect(await sh(copy, 'cat /root/work /etc/written')).toBe('changed\nchanged')
})

test('what is not there is not copied, and nothing empty takes its place', async () => {
  const copy = await wantCopy({ layerOf: newId('container') })
  const seen = await rig.seen(copy.id, ({ state }) => state === 'failed' || state === 'backoff')
  expect(JSON.stringify(seen)).toContain('a copy of')
})
