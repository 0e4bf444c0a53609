import { expect, test } from 'vitest'
import { doorPorts, type PortedSandbox } from './door-ports.ts'

const container = { process: 'web', attempt: 2, observed: 'running', address: '10.0.0.5' } as const
const sandbox: PortedSandbox = {
  ...{ id: 'sbx_a', doorKey: 'a', doorTurn: 0, state: 'running', wanted: 'running', attempt: 2 },
  containers: [{ ...container, attempt: 1, address: '10.0.0.4' }, container],
  ports: [{ name: 'site', container: 'web', port: 8080, open: true }],
}

function only(change: Partial<PortedSandbox>) {
  const [port] = doorPorts([{ ...sandbox, ...change }], 'test')
  return port
}

test('a port leads to the container of this try, and is locked unless it is open to all', () => {
  expect(only({})).toMatchObject({ to: { address: '10.0.0.5', port: 8080 }, lock: null, sandboxId: 'sbx_a' })
  const [port] = sandbox.ports
  expect(only({ ports: port ? [{ ...port, open: false }] : [] })?.lock).toMatch(/=$/)
})

test.each([
  [{ state: 'starting' }, 'lab-starting'],
  [{ wanted: 'frozen' }, 'lab-frozen'],
  [{ state: 'frozen', wanted: 'frozen' }, 'lab-frozen'],
  [{ state: 'frozen', wanted: 'running' }, 'lab-starting'],
  [{ state: 'stopped', wanted: 'stopped' }, 'lab-stopped'],
  [{ state: 'archived', wanted: 'archived' }, 'lab-stopped'],
  [{ state: 'failed' }, 'lab-stopped'],
  [{ wanted: 'ended' }, 'lab-ended'],
  [{ attempt: 3 }, 'lab-starting'],
  [{ containers: [{ ...container, observed: 'starting' }] }, 'lab-starting'],
  [{ containers: [{ ...container, address: null }] }, 'lab-starting'],
] as const)('what does not answer leads nowhere, and says why: %j', (change, empty) => {
  expect(only(change)).toMatchObject({ to: null, empty })
})
