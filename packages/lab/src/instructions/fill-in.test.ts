import { expect, test } from 'vitest'
import { fillIn } from './fill-in.ts'

const values = { student: 'Ada {{lab}}', sandbox: 'sbx_1', lab: 'shell', course: 'unix' }

test('names are filled in once, and what a terminal runs is left alone', () => {
  const run = { kind: 'run', terminal: 1, container: null, text: 'echo {{student}}' } as const
  const page = {
    title: '{{course}}',
    blocks: [
      { tag: 'p', children: [{ text: 'Hello {{student}}, {{other}}' }] },
      { action: { kind: 'copy', text: '{{sandbox}}' } as const },
      { action: run },
    ],
  }
  expect(fillIn(page, values)).toEqual({
    title: 'unix',
    blocks: [
      { tag: 'p', children: [{ text: 'Hello Ada {{lab}}, {{other}}' }] },
      { action: { kind: 'copy', text: 'sbx_1' } },
      { action: run },
    ],
  })
})
