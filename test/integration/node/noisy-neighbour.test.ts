import { get } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { openRig, type Rig } from './support/rig.ts'

const MIB = 1024 ** 2
const LIMITS = { cpu: 0.5, memory: 32 * MIB, pids: 64, disk: 16 * MIB }
const ASKED = 20
/** a page that takes longer on a machine that is busy with other tests is still answered */
const PATIENCE_MS = 5000

/** What a hostile program does, and how its end or its state shows the limit that it met. */
const NOISES = {
  'forks without end': { script: 'b() { b | b & }; b; sleep 1000' },
  'takes memory without end': { script: 'tail /dev/zero', end: 'oom' },
  'keeps every processor busy': { script: 'for i in 1 2 3 4 5 6 7 8; do (while :; do :; done) & done; wait' },
  'fills its disk': { script: 'while :; do dd if=/dev/urandom of=/tmp/$i bs=1M count=4; i=$((i+1)); done' },
  'makes files without end': {
    script:
      'mkdir /tmp/f; cd /tmp/f; while :; do for j in 0 1 2 3 4 5 6 7; do echo > $i.$j; done; i=$((i+1)); done',
  },
  'makes files in memory without end': {
    script: 'i=0; while :; do > /dev/shm/$i; i=$((i+1)); done',
  },
  'floods its log': { script: 'while :; do seq 1 100000; done' },
} as const satisfies Record<string, { script: string; end?: string }>

let rig: Rig
let quiet = ''

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
  const spec = await rig.want({ limits: { ...LIMITS, cpu: 0.5 } })
  quiet = (await rig.healthy(spec.id)).address ?? ''
})

afterAll(() => rig.close())

test.each(Object.entries(NOISES))(
  'while a container %s, its neighbour answers every request',
  async (_, noise) => {
    const spec = await rig.want({
      limits: LIMITS,
      command: ['sh', '-c', noise.script],
      health: { kind: 'none' },
      restart: { policy: 'no' },
    })
    await rig.seen(spec.id, ({ state }) => state !== 'pulling' && state !== 'starting')
    const pages = []
    for (let i = 0; i < ASKED; i++) pages.push(await page(quiet))
    expect(new Set(pages)).toEqual(new Set(['hello']))
    if ('end' in noise) await rig.seen(spec.id, ({ end }) => end?.kind === noise.end)
    await rig.want({ ...spec, desired: 'removed' })
    await rig.seen(spec.id, ({ state }) => state === 'removed')
  },
)

test('when all of them are at it at once it still answers, and what they leave goes', async () => {
  const specs = []
  for (const { script } of Object.values(NOISES)) {
    const command = ['sh', '-c', script]
    specs.push(await rig.want({ limits: { ...LIMITS, cpu: 0.1 }, command, health: { kind: 'none' } }))
  }
  for (const { id } of specs) await rig.seen(id, ({ startedAt }) => startedAt !== null)
  for (let i = 0; i < ASKED; i++) expect(await page(quiet)).toBe('hello')
  for (const spec of specs) await rig.want({ ...spec, desired: 'removed' })
  for (const { id } of specs) await rig.seen(id, ({ state }) => state === 'removed')
  await eventually(async () => (await page(quiet)) === 'hello')
})

function page(host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get({ host, port: 8080, agent: false, timeout: PATIENCE_MS }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve(text))
    })
    request.on('timeout', () => request.destroy(new Error('no answer in time'))).on('error', reject)
  })
}
