import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createBurial } from './burial.ts'

function recording(remove: (paths: readonly string[]) => Promise<void> = async () => undefined) {
  const rounds: (readonly string[])[] = []
  const errors: unknown[] = []
  const burial = createBurial({
    remove: (paths) => {
      rounds.push(paths)
      return remove(paths)
    },
    onError: (error) => errors.push(error),
  })
  return { burial, rounds, errors }
}

test('what comes while a round is under way is removed together in the next', async () => {
  const { burial, rounds } = recording(() => turn())
  for (const path of ['a', 'b']) burial.bury(path)
  await Promise.resolve()
  await Promise.resolve()
  for (const path of ['c', 'd']) burial.bury(path)
  await burial.idle()
  expect(rounds).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ])
})

test('a round that failed is told, and later ones are not held up', async () => {
  let broken = true
  const { burial, rounds, errors } = recording(async () => {
    if (broken) throw new Error('no')
  })
  burial.bury('a')
  await burial.idle()
  broken = false
  burial.bury('b')
  await burial.idle()
  expect(errors).toHaveLength(1)
  expect(rounds).toEqual([['a'], ['b']])
})
