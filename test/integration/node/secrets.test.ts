import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRig, type Rig } from './support/rig.ts'
import { run } from './support/run.ts'

const VALUE = 'correct-horse-battery'
const SECRETS = { env: { API_KEY: VALUE }, files: { 'tls.pem': `line\n${VALUE}\n` } }
const QUIET = { health: { kind: 'none' } } as const

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

test('a program has its secrets as variables and as files that it alone may read, and cannot change them', async () => {
  const { id } = await rig.want({ ...QUIET, env: { API_KEY: 'weaker' }, secrets: SECRETS })
  await rig.healthy(id)
  expect((await run(rig, id, ['sh', '-c', 'echo $API_KEY; cat /run/secrets/tls.pem'])).out).toBe(
    `${VALUE}\nline\n${VALUE}`,
  )
  const stat = await run(rig, id, ['sh', '-c', 'stat -c "%a %u" /run/secrets/tls.pem; id -u'])
  expect(stat.out).toBe('400 0\n0')
  const change = await run(rig, id, ['sh', '-c', 'echo x > /run/secrets/other'])
  expect(change.err).toContain('Read-only file system')
})

test('no file on a disk of the node holds a secret, and an agent that was killed still has it', async () => {
  const { id } = await rig.want({ ...QUIET, secrets: SECRETS })
  await rig.healthy(id)
  await rig.killAgent()
  expect(await filesWith(rig.dir, VALUE)).toEqual([])
  rig.control.told.clear()
  await rig.startAgent()
  await rig.healthy(id)
  expect((await run(rig, id, ['sh', '-c', 'echo $API_KEY'])).out).toBe(VALUE)
})

test('what was in memory alone is told again before a container starts without it', async () => {
  const spec = await rig.want({
    ...{ ...QUIET, secrets: SECRETS, command: ['sh', '-c', 'test -n "$API_KEY" && sleep 1000'] },
  })
  await rig.healthy(spec.id)
  await rig.killAgent()
  await rm(join(`/run/berth-${rig.instance}`, 'secrets'), { recursive: true })
  rig.control.wanted.set(spec.id, { ...spec, restartNonce: 1, generation: spec.generation + 1 })
  rig.control.told.clear()
  await rig.startAgent()
  expect(await rig.healthy(spec.id)).toMatchObject({ end: null })
})

/** The disk image of what containers write is left out: nothing of ours goes there. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const grep = promisify(execFile)('grep', ['-rlF', '--exclude=disk.img', text, folder])
  const { stdout } = await grep.catch((error: { code?: number; stdout: string }) => {
    if (error.code === 1) return error // nothing found
    throw error
  })
  return stdout.split('\n').filter(Boolean)
}
