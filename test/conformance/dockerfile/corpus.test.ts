import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BuildWorld, openBuildWorld } from '../../integration/build/support/build-world.ts'
import { configLines } from './config-lines.ts'
import { type Case, chosenCases } from './corpus.ts'
import { openPeer, type Peer } from './peer.ts'
import { treeLines } from './tree-lines.ts'

const PLATFORM = { os: 'linux', architecture: process.arch === 'arm64' ? 'arm64' : 'amd64' }

let world: BuildWorld
let peer: Peer
let token: string

const closings: (() => Promise<void>)[] = []

beforeAll(async () => {
  world = await openBuildWorld()
  closings.push(() => world.close())
  peer = await openPeer(PLATFORM)
  closings.push(() => peer.close())
  token = (await world.registry.tokenOf('owner@acme.test')).token
})

afterAll(async () => {
  for (const close of closings.toReversed()) await close()
})

const cases = chosenCases(process.env['BERTH_TEST_DOCKERFILES'])

test.each(cases.filter((one) => !one.peer).map((one) => [one.name, one] as const))(
  '%s: the same files, settings and history as buildah',
  async (_, one) => {
    const ours = await buildOurs(one)
    const digest = await peer.build(one, { host: world.registry.host, repository: 'acme/app', token })
    const theirs = await world.pull(digest)
    const mayDiffer = new Set(one.differs.map(({ line }) => line))
    const without = (lines: readonly string[]) => lines.filter((line) => !mayDiffer.has(line)).join('\n')
    expect(without(treeLines(ours))).toBe(without(treeLines(theirs)))
    expect(without(configLines(ours.config))).toBe(without(configLines(theirs.config)))
  },
)

test.each(cases.filter((one) => one.peer).map((one) => [one.name, one] as const))(
  '%s: what was written down for it',
  async (_, one) => {
    const lines = treeLines(await buildOurs(one))
    const base = new Set(treeLines(await world.image({ Dockerfile: 'FROM busybox\n' })))
    expect(lines.filter((line) => !base.has(line))).toEqual(one.expected)
  },
)

function buildOurs(one: Case) {
  const archive = join(world.dir, `${one.name}.tar`)
  execFileSync('tar', ['-cf', archive, '-C', one.context, '.'])
  const { args, labels, secrets, target } = one
  const named = Object.keys(secrets)
  const recipe = { kind: 'dockerfile' as const, args, labels, noCache: false, target, secrets: named }
  return world.image(archive, { secrets, recipe })
}
