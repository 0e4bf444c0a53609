import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { newId } from '@berth/core'
import { type LabSpec, readLab, type Script } from '@berth/lab'
import { egressSchema } from '@berth/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readTextFolder } from '../../../../apps/cli/src/files/read-text-folder.ts'
import { eventually } from '../../../support/eventually.ts'
import { openRig, type Rig } from '../support/rig.ts'
import { sandboxSpec } from './sandbox-spec.ts'

const LABS = new URL('../../../../infra/labs', import.meta.url).pathname

let rig: Rig

beforeAll(async () => {
  rig = await openRig()
  await rig.startAgent()
})

afterAll(() => rig.close())

test.each(await readdir(LABS))('%s: no check passes before it is done, and all do after', async (name) => {
  const lab = await labOf(name)
  const run = await begin(lab)
  const { setup, solve } = lab.scripts
  if (!setup || !solve) throw new Error(`${name} has no setup or solve`)
  expect(await run(setup)).toMatchObject({ code: 0 })
  const codes = async () => Promise.all(lab.checks.map(async ({ script }) => (await run(script)).code))
  for (const code of await codes()) expect(code).toBeGreaterThan(0)
  expect(await run(solve)).toMatchObject({ code: 0 })
  await eventually(async () => (await codes()).every((code) => code === 0))
})

async function labOf(name: string): Promise<LabSpec> {
  const read = readLab(await readTextFolder(join(LABS, name)))
  if (read.kind === 'wrong') throw new Error(JSON.stringify(read.problems))
  // a fresh platform has no other image
  expect(read.spec.containers.map(({ image }) => image)).toEqual(read.spec.containers.map(() => 'busybox'))
  return read.spec
}

/** Its containers on the node, as control asks for them; what runs its scripts. */
async function begin({ containers, egress }: LabSpec) {
  const project = { id: newId('sandbox'), name: 'lab' }
  const tenant = { id: newId('tenant'), name: 'acme' }
  const ids = new Map<string, string>()
  const way = egressSchema.parse(egress)
  for (const { name, command, limits } of containers) {
    const { burst: _burst, ...most } = limits
    const { idle: _idle, ...usual } = sandboxSpec()
    const program = command === null ? { idle: true as const } : { command: [...command] }
    const own = { tenant, project, app: { id: project.id, name }, process: name, names: [name] }
    const spec = await rig.want({ ...usual, ...own, ...program, limits: most, egress: way })
    await rig.healthy(spec.id)
    ids.set(name, spec.id)
  }
  return ({ container, text, timeout }: Script) => {
    const request = { containerId: ids.get(container) ?? '', script: text, user: '0', maxOutput: 4000 }
    const timeoutMs = timeout * 1000
    return rig.control
      .agent()
      .call('sandbox.script', { ...request, timeoutMs }, { timeoutMs: timeoutMs + 60_000 })
  }
}
