import { expect, test } from 'vitest'
import type { SourceReader } from '../stacks/source-facts.ts'
import { planSource } from './plan-source.ts'

const recipe = { kind: 'auto' as const, args: {}, labels: {}, secrets: [], noCache: false }

function files(texts: Record<string, string>): SourceReader {
  return { text: async (path) => texts[path], has: async (path) => path in texts }
}

const plan = (texts: Record<string, string>, more = {}) =>
  planSource(files(texts), { ...recipe, ...more }, 'linux/amd64')

test('a Dockerfile is shown by stages, and a warning by its line', async () => {
  const text = 'FROM busybox as one\nRUN echo a\nFROM one\nCMD ["sh"]\n'
  const { dockerfile, stack, stages, warnings } = await plan({ Dockerfile: text })
  expect({ dockerfile, stack }).toEqual({ dockerfile: 'Dockerfile', stack: null })
  expect(stages.map(({ base }) => base)).toEqual(['busybox', 'one'])
  expect(warnings[0]).toMatchObject({ file: 'Dockerfile', line: 1, text: 'FROM busybox as one' })
})

test('a source without a Dockerfile is shown with its stack', async () => {
  const { stack } = await plan({ 'index.html': '<p>' })
  expect(stack?.name).toBe('static')
})

test('a folder of the source is planned by its own files', async () => {
  const { stages } = await plan({ 'web/Dockerfile': 'FROM busybox\n' }, { directory: 'web' })
  expect(stages[0]?.base).toBe('busybox')
})

test('what was looked for is said when nothing says how it is built', async () => {
  await expect(plan({ 'readme.txt': '' })).rejects.toThrow(/^nothing says how this is built. Looked for: /)
})

test('a mistake is told with its file and line', async () => {
  const asked = plan({ Dockerfile: 'FROM busybox\nRUNN x\n' })
  await expect(asked).rejects.toMatchObject({ failure: { kind: 'syntax', file: 'Dockerfile', line: 2 } })
})
