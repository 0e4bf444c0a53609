import { expect, test } from 'vitest'
import { distinctTitles } from './distinct-titles.ts'

test('labs of one title are told apart by their names, and others keep their titles', () => {
  const lab = (name: string, title: string) => ({ labId: `lab_${name}`, name, checks: { title } })
  const titles = distinctTitles([lab('a', 'Shell'), lab('b', 'Web'), lab('c', 'Shell')])
  expect([...titles]).toEqual([
    ['lab_a', 'Shell (a)'],
    ['lab_b', 'Web'],
    ['lab_c', 'Shell (c)'],
  ])
})
