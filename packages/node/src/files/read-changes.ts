import { readWrittenTree } from '@berth/image'
import { createTarReader, type TarEntry } from '@berth/image/tar'
import type { Change } from '@berth/protocol'
import type { WrittenLayer } from '@berth/runtime'
import { createClassifier } from './classify-changes.ts'
import { lookBelow } from './layer-view.ts'

/**
 * What a container has added, changed and deleted, as it is found: never all of it is in memory. Each piece is what
 * came at once. Error: container.unreadable.
 */
export async function* readChanges(options: {
  init: string
  layer: WrittenLayer
  signal: AbortSignal
}): AsyncGenerator<readonly Change[], readonly string[]> {
  const { init, layer, signal } = options
  const lower = layer.lower.map((path) => Buffer.from(path))
  const classify = createClassifier({ lower, mountPoints: layer.mountPoints, look: lookBelow })
  let entries: TarEntry[] = []
  const reader = createTarReader({
    entry: (entry) => void entries.push(entry),
    data: () => undefined, // there is none: only names come
    entryEnd: () => undefined,
  })
  const { archive, done } = await readWrittenTree({ init, job: 'changes', upper: layer.upper, signal })
  for await (const bytes of archive as AsyncIterable<Buffer>) {
    reader.push(bytes)
    const changes: Change[] = []
    for (const entry of entries) changes.push(...(await classify(entry)))
    entries = []
    yield changes
  }
  return done
}
