import { expect, test } from 'vitest'
import { createShelf } from './create-shelf.ts'

test('what was read is not read again, and what nobody asked for is forgotten', async () => {
  const asked: (readonly string[])[] = []
  const shelf = createShelf(async (ids) => {
    asked.push(ids)
    return ids.filter((id) => id !== 'gone').map((id) => [id, id.toUpperCase()] as const)
  })
  expect([...(await shelf(['a', 'b', 'a', 'gone']))]).toEqual([
    ['a', 'A'],
    ['b', 'B'],
  ])
  await shelf(['a', 'b'])
  expect((await shelf(['b', 'c'])).get('c')).toBe('C')
  await shelf(['a'])
  expect(asked).toEqual([['a', 'b', 'gone'], ['c'], ['a']])
})
