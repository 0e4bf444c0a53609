import { expect, test } from 'vitest'
import { type Alert, planAlerts, type SeenEvent } from './plan-alerts.ts'

let count = 0
const minute = (number: number) => new Date(number * 60_000)
const common = (at: number, containerId = 'con_a') => ({
  ...{ id: `evt_${count++}`, at: minute(at), containerId, message: 'web.1 ended' },
})
const crash = (at: number, containerId?: string): SeenEvent => ({
  ...common(at, containerId),
  ...{ kind: 'ended', end: { kind: 'exit', code: 1 } },
})
const failed = (at: number): SeenEvent => ({ ...common(at), kind: 'deploy_failed' })
const deployed = (at: number): SeenEvent => ({ ...common(at), kind: 'deployed' })

const told = (alerts: readonly Alert[]) =>
  alerts.filter((alert) => alert.told).map(({ kind, at }) => `${kind} ${at.getTime() / 60_000}`)

test('three ends of one instance within ten minutes are a crash loop, told once', () => {
  const events = [crash(0), crash(1), crash(2), crash(3)]
  expect(told(planAlerts('shop', events, []))).toEqual(['crash_loop 2'])
  expect(told(planAlerts('shop', [crash(0), crash(6), crash(12)], []))).toEqual([])
  expect(told(planAlerts('shop', [crash(0), crash(1, 'con_b'), crash(2, 'con_c')], []))).toEqual([])
})

test('what was stopped, or has done its work, is no crash', () => {
  const done = (at: number): SeenEvent => ({ ...common(at), kind: 'ended', end: { kind: 'exit', code: 0 } })
  const stopped = (at: number): SeenEvent => ({
    ...common(at),
    ...{ kind: 'ended', end: { kind: 'stopped', by: 'ada', code: 0, forced: false } },
  })
  expect(planAlerts('shop', [done(0), done(1), done(2), stopped(3), stopped(4), stopped(5)], [])).toEqual([])
})

test('the same is not told again for a quarter of an hour, unless it was over meanwhile', () => {
  expect(told(planAlerts('shop', [failed(0), failed(5), failed(16)], []))).toEqual([
    'deploy_failed 0',
    'deploy_failed 16',
  ])
  expect(told(planAlerts('shop', [failed(0), deployed(1), failed(2)], []))).toEqual([
    'deploy_failed 0',
    'deploy_failed 2',
  ])
})

test('what was seen before is not planned again', () => {
  const events = [failed(0), failed(1)]
  const first = planAlerts('shop', events, [])
  expect(first).toHaveLength(2)
  expect(planAlerts('shop', events, first)).toEqual([])
})

test('memory that ran out is told, whether the program ended or not', () => {
  const oom: SeenEvent = { ...common(0), kind: 'ended', end: { kind: 'oom', limit: 1 } }
  const kills: SeenEvent = { ...common(20), kind: 'memory' }
  expect(told(planAlerts('shop', [oom, kills], []))).toEqual(['out_of_memory 0', 'out_of_memory 20'])
})
