import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe } from 'vitest'
import type { Target } from './client.ts'
import { distributionSuite } from './distribution-suite.ts'
import { dockerRegistryInstalled, startDockerRegistry } from './docker-registry.ts'
import { startRegistry, type RegistryFixture } from './registry-fixture.ts'

const name = () => `acme/r${randomBytes(6).toString('hex')}`

describe('berth', () => {
  let registry: RegistryFixture
  let target: Target
  beforeAll(async () => {
    registry = await startRegistry()
    const { token } = await registry.tokenOf('owner@acme.test')
    const authorization = `Basic ${Buffer.from(`x:${token}`).toString('base64')}`
    target = { url: registry.url, repository: name, headers: async () => ({ authorization }) }
  })
  afterAll(() => registry.close())
  distributionSuite(() => target)
})

// the peer tests the tests: what passes there and here is what clients rely on
describe.runIf(dockerRegistryInstalled())('docker-registry 2.8', () => {
  let peer: Awaited<ReturnType<typeof startDockerRegistry>>
  beforeAll(async () => {
    peer = await startDockerRegistry()
  })
  afterAll(() => peer.close())
  distributionSuite(
    () => ({ url: peer.url, repository: name, headers: async () => ({}) }),
    new Set([
      'referrers',
      'delete-tag',
      'several-tags',
      'anonymous-mount',
      'empty-referrers',
      'backward-range',
      'foreign-layers',
      'sha512',
      'strict',
      'ranges-of-chunks',
      'unsatisfiable-range',
      'tag-order',
    ]),
  )
})
