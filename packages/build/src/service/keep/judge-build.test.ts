import { expect, test } from 'vitest'
import { type GivenBuild, judgeBuild } from './judge-build.ts'

const MINUTE = 60_000
const at = (minutes: number) => new Date(minutes * MINUTE)
const running: GivenBuild = {
  state: 'running',
  canceled: false,
  tries: 1,
  givenAt: at(100),
  startedAt: at(100),
  heardAt: at(110),
  timeoutMs: 30 * MINUTE,
  wanted: true,
}
const judge = (build: Partial<GivenBuild>, minutes = 110, upSince = at(0)) =>
  judgeBuild({ ...running, ...build }, { now: at(minutes), upSince })

test('a build goes on while its node is heard of and its time is not over', () => {
  expect(judge({})).toEqual({ kind: 'go-on' })
})

test('a build whose node is silent for a minute is given to another', () => {
  expect(judge({ heardAt: at(108) })).toMatchObject({ kind: 'give-back' })
  expect(judge({ heardAt: null })).toMatchObject({ kind: 'give-back' })
})

test('while control itself was away no node is called lost', () => {
  expect(judge({ heardAt: at(100) }, 110, at(109.5))).toEqual({ kind: 'go-on' })
})

test('a build that lost its node for the third time fails', () => {
  expect(judge({ heardAt: at(108), tries: 3 })).toMatchObject({ kind: 'end', failure: { kind: 'node' } })
})

test('a node that has a build for five minutes without beginning it loses it', () => {
  const unbegun = { state: 'queued', startedAt: null, heardAt: at(106) } as const
  expect(judge(unbegun, 104)).toEqual({ kind: 'go-on' })
  expect(judge(unbegun, 106)).toMatchObject({ kind: 'give-back' })
})

test('a build that its node does not end in time is ended here', () => {
  expect(judge({ heardAt: at(131) }, 131.5)).toMatchObject({ kind: 'end', failure: { kind: 'time' } })
})

test('a canceled build ends with its node, at the latest when its time is over', () => {
  expect(judge({ canceled: true })).toEqual({ kind: 'go-on' })
  expect(judge({ canceled: true, heardAt: at(100) })).toMatchObject({ kind: 'end', state: 'canceled' })
  expect(judge({ canceled: true, heardAt: at(131) }, 131.5)).toMatchObject({ kind: 'end', state: 'canceled' })
})

test('a build whose app is gone is told to end', () => {
  expect(judge({ wanted: false })).toMatchObject({ kind: 'tell-to-end' })
})
