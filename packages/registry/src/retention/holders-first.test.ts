import { expect, test } from 'vitest'
import { holdersFirst } from './holders-first.ts'

const one = (digest: string, references: string[] = [], subject: string | null = null) => ({
  digest,
  references,
  subject,
})

test('an index comes before its children, and what speaks of an image before the image', () => {
  const all = [one('layered'), one('child'), one('index', ['child', 'elsewhere']), one('sbom', [], 'index')]
  const order = holdersFirst(all).map(({ digest }) => digest)
  expect(order).toHaveLength(4)
  expect(order.indexOf('sbom')).toBeLessThan(order.indexOf('index'))
  expect(order.indexOf('index')).toBeLessThan(order.indexOf('child'))
})

test('what two hold comes after both, once', () => {
  const all = [one('shared'), one('a', ['shared', 'shared']), one('b', ['shared'], 'a')]
  expect(holdersFirst(all).map(({ digest }) => digest)).toEqual(['b', 'a', 'shared'])
})

test('a chain of ten thousand is no deeper than any other', () => {
  const chain = Array.from({ length: 10_000 }, (_, i) => one(String(i), [], i > 0 ? String(i - 1) : null))
  expect(
    holdersFirst(chain)
      .map(({ digest }) => digest)
      .at(-1),
  ).toBe('0')
})
