import { expect, test } from 'vitest'
import { commitConfig } from './commit-config.ts'

const BASE = {
  architecture: 'amd64',
  os: 'linux',
  config: { Env: ['PATH=/bin', 'MODE=old'], Entrypoint: ['init'], Cmd: ['serve'], User: 'app' },
  rootfs: { type: 'layers' as const, diff_ids: ['sha256:a'] },
  history: [{ created_by: 'base' }],
}
const AT = new Date(0)

test('a commit adds a layer and leaves everything else as it was', () => {
  expect(commitConfig(BASE, { diffId: 'sha256:b', at: AT, change: {} })).toEqual({
    ...BASE,
    created: '1970-01-01T00:00:00.000Z',
    rootfs: { type: 'layers', diff_ids: ['sha256:a', 'sha256:b'] },
    history: [{ created_by: 'base' }, { created: '1970-01-01T00:00:00.000Z', created_by: 'berth commit' }],
  })
})

test('what was asked to be changed is changed, and a command takes the place of the entrypoint too', () => {
  const change = { message: 'why', env: { MODE: 'new' }, command: ['run', 'it'], port: 8080 }
  const { config, history } = commitConfig(BASE, { diffId: 'sha256:b', at: AT, change })
  expect(config).toEqual({
    ...{ Env: ['PATH=/bin', 'MODE=new'], Entrypoint: null, Cmd: ['run', 'it'], User: 'app' },
    ExposedPorts: { '8080/tcp': {} },
  })
  expect(history?.at(-1)).toMatchObject({ comment: 'why' })
})
