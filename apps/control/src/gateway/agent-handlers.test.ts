import { afterEach, expect, test, vi } from 'vitest'
import { agentHandlers, type GatewayServices } from './agent-handlers.ts'

afterEach(() => void vi.useRealTimers())

const session = { nodeId: 'nod_one', nodeName: 'one', fence: 1 }

test('of many hellos at once each tells of networks, and the token is looked at once a second', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const asked: string[] = []
  let isRevoked = false
  const services = {
    verifyNode: async () => {
      asked.push('token')
      if (isRevoked) throw new Error('revoked')
    },
    nodes: {
      heartbeat: async () => void asked.push('heartbeat'),
      holdSubnets: async (_: unknown, subnets: readonly string[]) => void asked.push(subnets.join()),
    },
    users: { ensure: async () => void asked.push('user') },
    builds: {},
    queuePassword: () => 'secret',
  } as unknown as GatewayServices // the rest is not asked for a hello
  const hello = (...subnets: string[]) => agent['node.hello']({ version: 1, info: {} as never, subnets })
  const agent = agentHandlers(services, session, 'token')
  const first = await hello('10.0.0.0/24')
  expect(await hello('10.0.0.0/24', '10.0.1.0/24')).toEqual(first)
  expect(asked).toEqual(['token', 'heartbeat', 'user', '10.0.0.0/24', '10.0.0.0/24,10.0.1.0/24'])
  isRevoked = true
  vi.advanceTimersByTime(1_001)
  await expect(hello('10.0.2.0/24')).rejects.toThrow('revoked')
  expect(asked).not.toContain('10.0.2.0/24')
})
