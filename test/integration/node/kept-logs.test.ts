import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openRig, type Rig } from './support/rig.ts'

const QUIET = { health: { kind: 'none' }, restart: { policy: 'no' } } as const
const SLOW = { withinMs: 60_000 }
/** Twelve hundred of these do not fit into one segment of the log. */
const LONG = 'x'.repeat(8000)

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

function linesOf(id: string): string[] {
  const own = rig.control.kept.filter((piece) => piece.id === id)
  const text = own.map(({ data }) => gunzipSync(Buffer.from(data, 'base64')).toString()).join('')
  const rows = text.split('\n').filter(Boolean)
  return rows.map((row) => (JSON.parse(row) as { text: string }).text)
}

async function printed(command: string): Promise<string> {
  const { id } = await rig.want({ ...QUIET, command: ['sh', '-c', command] })
  await rig.seen(id, ({ state }) => state === 'stopped' || state === 'failed', SLOW)
  return id
}

async function unwant(id: string): Promise<void> {
  const spec = rig.control.wanted.get(id)
  if (!spec) throw new Error('it was never wanted')
  await rig.want({ ...spec, desired: 'removed' })
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}`)

test('the log of a container that is removed comes to control', async () => {
  const id = await printed('for i in $(seq 1 500); do echo line $i; done')
  await unwant(id)
  await rig.seen(id, ({ state }) => state === 'removed', SLOW)
  await eventually(() => linesOf(id).length >= 500, { ...SLOW, what: 'its log' })
  expect(linesOf(id)).toEqual(numbers(500))
})

test('an agent that was killed loses no line of what it was to send', async () => {
  const id = await printed('for i in $(seq 1 500); do echo line $i; done')
  await rig.killAgent()
  const spec = rig.control.wanted.get(id)
  rig.control.wanted.delete(id)
  expect(spec).toBeDefined()
  await rig.startAgent()
  await eventually(() => linesOf(id).length >= 500, { ...SLOW, what: 'the log of what was removed' })
  expect(linesOf(id)).toEqual(numbers(500))
})

test('what rotation is about to remove was sent before, each line once and in order', async () => {
  const id = await printed(`for i in $(seq 1 1600); do echo line $i ${LONG}; done`)
  const whole = () => linesOf(id).map((line) => line.replace(/ x+$/, ''))
  await eventually(() => whole().length >= 1000, { ...SLOW, what: 'the closed segment' })
  await unwant(id)
  await rig.seen(id, ({ state }) => state === 'removed', SLOW)
  await eventually(() => whole().length >= 1600, { ...SLOW, what: 'the rest of it' })
  expect(whole()).toEqual(numbers(1600))
})
