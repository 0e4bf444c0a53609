import { BerthError } from '@berth/core'
import { expect, test } from 'vitest'
import { againAfterLoss } from './again-after-loss.ts'
import { BuildFailed } from './build-failed.ts'

const gone = new BerthError('protocol.disconnected', 'control is not connected')

/** A build whose tries end with these; whether control is lost during each of them. */
function building(ends: readonly (Error | string)[], isLost: boolean) {
  let losses = 0
  const done: string[] = []
  const build = {
    desk: { losses: () => losses, back: async () => void done.push('back') },
    ...{ signal: new AbortController().signal, output: { note: () => undefined } },
    tidy: async () => void done.push('tidied'),
  }
  const run = async () => {
    const end = ends[done.length / 2]
    if (isLost) losses += 1
    if (typeof end === 'string') return end
    throw end
  }
  return { done, ended: againAfterLoss(build, run) }
}

test('a build that failed while control was away begins anew when it is back', async () => {
  const { done, ended } = building([gone, 'built'], true)
  expect(await ended).toBe('built')
  expect(done).toEqual(['tidied', 'back'])
})

test('what failed while control was there, or by its own step, stays failed', async () => {
  await expect(building([gone, 'built'], false).ended).rejects.toBe(gone)
  const step = new BuildFailed({ kind: 'step', message: 'it does not compile' })
  await expect(building([step, 'built'], true).ended).rejects.toBe(step)
})
