import { expect, test } from 'vitest'
import { matchLayers } from './match-layers.ts'

const layer = (letter: string, size: number) => ({
  mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
  digest: `sha256:${letter.repeat(64)}`,
  size,
})

test('each layer has the step that made it, and steps without a layer stand where they were', () => {
  const rows = matchLayers(
    [layer('a', 10), layer('b', 20)],
    [
      { created_by: '/bin/sh -c #(nop) ADD file:1 in /', created: '2026-01-02T03:04:05Z' },
      { created_by: 'ENV A=1', empty_layer: true },
      { created_by: 'RUN /bin/sh -c make # buildkit' },
      { created_by: 'CMD ["sh"]', empty_layer: true },
    ],
  )
  expect(rows.map(({ digest, bytes, instruction }) => [digest?.at(-1) ?? null, bytes, instruction])).toEqual([
    ['a', 10, 'ADD file:1 in /'],
    [null, 0, 'ENV A=1'],
    ['b', 20, 'RUN make'],
    [null, 0, 'CMD ["sh"]'],
  ])
  expect(rows[0]?.createdAt).toBe('2026-01-02T03:04:05Z')
})

test.each([
  ['shorter than the layers', [{ created_by: 'ADD x' }]],
  ['longer than the layers', [{ created_by: 'A' }, { created_by: 'B' }, { created_by: 'C' }]],
  ['missing', undefined],
])('a history that is %s is not guessed at', (_name, history) => {
  const rows = matchLayers([layer('a', 1), layer('b', 2)], history)
  expect(rows.map(({ bytes, instruction }) => [bytes, instruction])).toEqual([
    [1, null],
    [2, null],
  ])
})
