import { expect, test } from 'vitest'
import { boundLines, MOST_LINES } from './kept-lines.ts'

const line = (text: string) => ({ at: '2026-01-01T00:00:00.000Z', stream: 'stdout' as const, text })

test('the newest lines are kept, as many as there is room for', () => {
  const many = Array.from({ length: MOST_LINES + 3 }, (_, i) => line(String(i)))
  const kept = boundLines(many)
  expect(kept).toHaveLength(MOST_LINES)
  expect(kept.at(0)?.text).toBe('3')
  expect(kept.at(-1)?.text).toBe(String(MOST_LINES + 2))
  expect(boundLines([line('old'), line('x'.repeat(512 * 1024))])).toHaveLength(1)
})

test('what the database refuses is taken out', () => {
  expect(boundLines([line('a\0b\ud800c')])[0]?.text).toBe('ab\ufffdc')
})
