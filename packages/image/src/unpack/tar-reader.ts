import { BerthError } from '@berth/core'
import { byteString } from './byte-string.ts'
import { decodePaxRecords } from './pax-records.ts'
import { createSparseFeed } from './sparse-feed.ts'
import { gnuSparseBlock, refuseTooMany, sparseMap, wrongMap } from './sparse-map.ts'
import { sparseStart } from './sparse-start.ts'
import { createSparseText, type SparseText } from './sparse-text.ts'
import { type Extension, type TarEntry, toTarEntry } from './tar-entry.ts'
import { BLOCK, decodeTarHeader, type TarHeader } from './tar-header.ts'

/** Called in the archive's order: entry, then its data in pieces and its holes, then entryEnd. */
export type TarHandlers = {
  entry(entry: TarEntry): void
  data(bytes: Buffer): void
  /** without it, sparse files are refused: image.unsafe */
  hole?(size: number): void
  entryEnd(): void
}

/** Takes an archive in pieces of any size, and calls the handlers before `push` returns. */
export type TarReader = {
  push(bytes: Buffer): void
  /**
   * The archive is over. Error: image.corrupt when it stops within a member, or, where it has to be `closed`, without
   * the blocks that close it.
   */
  finish(closed?: 'closed'): void
}

/** What an extended header may weigh; real ones have some hundred bytes, with large attributes some thousands. */
const EXTENDED_MAX = 1024 * 1024

const NO_EXTENSION: Extension = { pax: new Map() }

/** Where the data of a member goes. */
type Sink = { data(bytes: Buffer): void; end(): void }

type State =
  | { readonly kind: 'header' }
  | { readonly kind: 'extended'; readonly flag: string; readonly size: number }
  | { readonly kind: 'data'; left: number; readonly padding: number; readonly sink: Sink }
  /** the map of a sparse file, before its data */
  | { readonly kind: 'sparse-blocks'; readonly entry: TarEntry; numbers: number[]; readonly realSize: number }
  | {
      readonly kind: 'sparse-text'
      readonly entry: TarEntry
      readonly text: SparseText
      taken: number
      readonly realSize: number
    }
  | { readonly kind: 'padding'; left: number }
  | { readonly kind: 'end' }

export function createTarReader(handlers: TarHandlers): TarReader {
  let state: State = { kind: 'header' }
  let extension = NO_EXTENSION
  let held: Buffer[] = []
  let heldSize = 0
  let zeroBlocks = 0

  /** Collects `size` bytes across pieces: returns them with what follows, or undefined when there are not enough. */
  const collect = (bytes: Buffer, size: number): { whole: Buffer; rest: Buffer } | undefined => {
    const missing = size - heldSize
    if (bytes.length < missing) {
      held.push(Buffer.from(bytes))
      heldSize += bytes.length
      return undefined
    }
    const part = bytes.subarray(0, missing)
    const whole = heldSize === 0 ? part : Buffer.concat([...held, part])
    held = []
    heldSize = 0
    return { whole, rest: bytes.subarray(missing) }
  }

  const onHeader = (block: Buffer): State => {
    const header = decodeTarHeader(block)
    if (header === undefined) {
      zeroBlocks += 1
      return zeroBlocks === 2 ? { kind: 'end' } : { kind: 'header' }
    }
    zeroBlocks = 0
    if ('xgLK'.includes(header.flag)) return onExtendedHeader(header)
    const entry = toTarEntry(header, extension)
    const sparse = entry.type === 'file' ? sparseStart(header.flag, block, extension.pax) : undefined
    extension = NO_EXTENSION
    switch (sparse?.kind) {
      case undefined:
        return begin(entry, entry.size, { data: (bytes) => handlers.data(bytes), end: () => undefined })
      case 'whole':
        return beginSparse(entry, entry.size, sparse.numbers, sparse.realSize)
      case 'blocks':
        return { kind: 'sparse-blocks', entry, numbers: [...sparse.numbers], realSize: sparse.realSize }
      case 'text':
        return { kind: 'sparse-text', entry, text: createSparseText(), taken: 0, realSize: sparse.realSize }
    }
  }

  const begin = (entry: TarEntry, stored: number, sink: Sink): State => {
    handlers.entry(entry)
    if (stored > 0) return { kind: 'data', left: stored, padding: paddingOf(stored), sink }
    sink.end()
    handlers.entryEnd()
    return { kind: 'header' }
  }

  const beginSparse = (
    entry: TarEntry,
    stored: number,
    numbers: readonly number[],
    realSize: number,
  ): State => {
    if (!handlers.hole)
      throw new BerthError('image.unsafe', `"${entry.name}" is a sparse file, which is not taken here`)
    const map = sparseMap(numbers, realSize, stored)
    return begin(
      { ...entry, size: realSize },
      stored,
      createSparseFeed(map, {
        data: (bytes) => handlers.data(bytes),
        hole: (size) => handlers.hole?.(size),
      }),
    )
  }

  const onSparseBlock = (at: Extract<State, { kind: 'sparse-blocks' }>, block: Buffer): State => {
    const { numbers, more } = gnuSparseBlock(block)
    at.numbers.push(...numbers)
    refuseTooMany(at.numbers.length / 2)
    return more ? at : beginSparse(at.entry, at.entry.size, at.numbers, at.realSize)
  }

  const onSparseText = (at: Extract<State, { kind: 'sparse-text' }>, block: Buffer): State => {
    at.taken += BLOCK
    if (at.taken > at.entry.size) throw wrongMap()
    const stored = at.entry.size - at.taken
    return at.text.push(block) ? beginSparse(at.entry, stored, at.text.numbers(), at.realSize) : at
  }

  const onExtended = (flag: string, bytes: Buffer): void => {
    // a global header (git archive writes its commit there) says nothing that a file needs
    if (flag === 'x') extension = { ...extension, pax: decodePaxRecords(Buffer.from(bytes)) }
    if (flag === 'L') extension = { ...extension, longName: untilZero(bytes) }
    if (flag === 'K') extension = { ...extension, longLink: untilZero(bytes) }
  }

  /** Consumes the beginning of `bytes`; returns what is left, or undefined when more is needed. */
  const step = (bytes: Buffer): Buffer | undefined => {
    switch (state.kind) {
      case 'header': {
        const block = collect(bytes, BLOCK)
        if (block) state = onHeader(block.whole)
        return block?.rest
      }
      case 'extended': {
        const payload = collect(bytes, state.size)
        if (!payload) return undefined
        onExtended(state.flag, payload.whole)
        state = { kind: 'padding', left: paddingOf(state.size) }
        return payload.rest
      }
      case 'sparse-blocks': {
        const block = collect(bytes, BLOCK)
        if (block) state = onSparseBlock(state, block.whole)
        return block?.rest
      }
      case 'sparse-text': {
        const block = collect(bytes, BLOCK)
        if (block) state = onSparseText(state, block.whole)
        return block?.rest
      }
      case 'data': {
        const part = bytes.subarray(0, state.left)
        state.sink.data(part)
        state.left -= part.length
        if (state.left === 0) {
          state.sink.end()
          handlers.entryEnd()
          state = { kind: 'padding', left: state.padding }
        }
        return bytes.subarray(part.length)
      }
      case 'padding': {
        const rest = bytes.subarray(state.left)
        state.left -= bytes.length - rest.length
        if (state.left === 0) state = { kind: 'header' }
        return rest
      }
      case 'end':
        return undefined
    }
  }

  return {
    push(bytes) {
      let rest: Buffer | undefined = bytes
      while (rest !== undefined && rest.length > 0) rest = step(rest)
    },
    finish(closed) {
      // some writers leave the last member's padding or the two closing blocks out
      const whole =
        state.kind === 'header' ? heldSize === 0 : state.kind === 'end' || state.kind === 'padding'
      if (closed && state.kind !== 'end')
        throw new BerthError('image.corrupt', 'the archive has no end: it is cut off')
      if (!whole) throw new BerthError('image.corrupt', 'a layer ends within a file: push the image again')
    },
  }
}

function onExtendedHeader(header: TarHeader): State {
  if (header.size <= 0) return { kind: 'header' }
  if (header.size > EXTENDED_MAX) {
    throw new BerthError('image.too_large', `a layer has an extended header of ${header.size} bytes`)
  }
  return { kind: 'extended', flag: header.flag, size: header.size }
}

function paddingOf(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK
}

function untilZero(bytes: Buffer): string {
  const end = bytes.indexOf(0)
  return byteString(end === -1 ? bytes : bytes.subarray(0, end))
}
