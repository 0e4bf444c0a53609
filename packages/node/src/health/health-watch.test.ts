import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { createHealthWatch, type HealthWatch } from './health-watch.ts'
import type { Probe } from './probe.ts'

const TIMES = { intervalMs: 5, probeMs: 50, failures: 3 }

let watch: HealthWatch | undefined
afterEach(() => watch?.close())

/** A watch of 5 ms, and what it told. */
function watching() {
  const told: string[] = []
  const errors: unknown[] = []
  watch = createHealthWatch({
    onUnhealthy: (id, why) => told.push(`${id}: ${why}`),
    onError: (error) => errors.push(error),
  })
  return { watch, told, errors }
}

/** Answers what it is given, one after the other, and is well from then on. */
function scripted(...verdicts: (string | undefined)[]): Probe & { asked: () => number } {
  let asked = 0
  return Object.assign(async () => verdicts[asked++], { asked: () => asked })
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !holds(); i++) await sleep(5)
  expect(holds()).toBe(true)
}

test('three failures in a row are told, once', async () => {
  const { watch, told } = watching()
  const probe = scripted('no answer', 'no answer', 'no answer', 'no answer')
  watch.follow('con_a', 'run 1', probe, TIMES)
  await until(() => told.length > 0)
  await sleep(30)
  expect(told).toEqual(['con_a: no answer, 3 times in a row'])
  expect(probe.asked()).toBe(3)
})

test('each has times of its own', async () => {
  const { watch, told } = watching()
  watch.follow('con_a', 'run 1', scripted('no answer'), { ...TIMES, failures: 1 })
  await until(() => told.length > 0)
  expect(told).toEqual(['con_a: no answer, once'])
})

test('one that recovers in between is well', async () => {
  const { watch, told } = watching()
  const probe = scripted('no answer', 'no answer', undefined, 'no answer', 'no answer', undefined)
  watch.follow('con_a', 'run 1', probe, TIMES)
  await until(() => probe.asked() > 8)
  expect(told).toEqual([])
})

test('following the same run again changes nothing, another run begins anew', async () => {
  const { watch } = watching()
  const [first, again, next] = [scripted(), scripted(), scripted()]
  watch.follow('con_a', 'run 1', first, TIMES)
  watch.follow('con_a', 'run 1', again, TIMES)
  await until(() => first.asked() > 1)
  watch.follow('con_a', 'run 2', next, TIMES)
  await until(() => next.asked() > 1)
  expect(again.asked()).toBe(0)
})

test('what is forgotten is not asked any more, and its last answer counts for nothing', async () => {
  const { watch, told } = watching()
  const probe = scripted('bad', 'bad', 'bad')
  watch.follow('con_a', 'run 1', probe, TIMES)
  await until(() => probe.asked() === 1)
  watch.forget('con_a')
  await sleep(30)
  expect(told).toEqual([])
})

test('a probe that breaks is told of and tried again', async () => {
  const { watch, errors } = watching()
  let asked = 0
  watch.follow(
    'con_a',
    'run 1',
    async () => {
      if (++asked === 1) throw new Error('no descriptor left')
      return undefined
    },
    TIMES,
  )
  await until(() => asked > 2)
  expect(errors).toHaveLength(1)
})
