import { systemClock } from '@berth/core'
import type { BuildOutput as Piece } from '@berth/protocol'
import { expect, test } from 'vitest'
import { createBuildOutput } from './build-output.ts'

function watched(changes: { send?: (piece: Piece) => Promise<void>; bytes?: number } = {}) {
  const pieces: Piece[] = []
  const output = createBuildOutput({
    id: 'build_1',
    generation: () => 1,
    firstSeq: 3,
    bytes: 1000,
    mask: (line) => line.replaceAll('hunter22', '[masked]'),
    clock: systemClock,
    send: async (piece) => void pieces.push(piece),
    signal: new AbortController().signal,
    ...changes,
  })
  const text = () => Buffer.concat(pieces.map(({ data }) => Buffer.from(data, 'base64'))).toString()
  return { output, pieces, text }
}

test('lines that come together go together, masked and in order', async () => {
  const { output, pieces, text } = watched()
  output.note(1, 'RUN make')
  output.line(1, 'password hunter22')
  await output.end()
  expect(text()).toBe('#1 RUN make\n#1 password [masked]\n')
  expect(pieces.map(({ seq }) => seq)).toEqual([3])
})

test('after the last line nothing is waited for, and what nobody said takes no time', async () => {
  const { output, text } = watched()
  await watched().output.end()
  for (let i = 0; i < 20; i++) output.note(i, 'CACHED')
  const begun = performance.now()
  await output.end()
  expect(performance.now() - begun).toBeLessThan(100)
  expect(text().split('\n')).toHaveLength(21)
})

test('what is said while a piece is on its way goes with the next one, before the end', async () => {
  const release = Promise.withResolvers<void>()
  const sent: string[] = []
  const { output } = watched({
    async send({ data }) {
      await release.promise
      sent.push(Buffer.from(data, 'base64').toString())
    },
  })
  output.note(0, 'first')
  const ended = output.end()
  await new Promise((resolve) => setTimeout(resolve, 5))
  output.note(0, 'late')
  release.resolve()
  await ended
  expect(sent).toEqual(['#0 first\n', '#0 late\n'])
})
