import { createFrameWriter, type FrameWriter, textSize } from './frame-writer.ts'

/** Seconds and nanoseconds, because a file's time does not fit into a number. */
export type FileTime = { readonly seconds: number; readonly nanoseconds: number }

/** Whose a file is, as the container sees it. `mode` are the permission bits; of a node also its type. */
export type Owner = {
  readonly uid: number
  readonly gid: number
  readonly mode: number
  readonly time: FileTime
}

/**
 * What `berth-init files` performs below one directory. Paths are byte strings (one character per byte, latin1),
 * because a file's name need not be UTF-8. `create` and `open` make a file the open one, which `write`, `own` and
 * `xattr` then work on.
 */
export type Operation =
  | { readonly op: 'mkdir' | 'create' | 'open' | 'remove'; readonly path: string }
  | { readonly op: 'write'; readonly bytes: Uint8Array }
  /** a hole of so many bytes follows in the open file */
  | { readonly op: 'skip'; readonly size: number }
  | { readonly op: 'own'; readonly owner: Owner }
  | { readonly op: 'xattr'; readonly name: string; readonly value: Uint8Array }
  | { readonly op: 'symlink'; readonly path: string; readonly target: string; readonly owner: Owner }
  | { readonly op: 'link'; readonly path: string; readonly existing: string }
  | {
      readonly op: 'node'
      readonly path: string
      readonly owner: Owner
      readonly major: number
      readonly minor: number
    }
  /** a file of the job's source folder, with its attributes, by the kernel alone */
  | { readonly op: 'copy'; readonly path: string; readonly source: string; readonly owner: Owner }
  | { readonly op: 'sync' }

/** The numbers of packages/runtime/native/files.c. */
const NUMBER = {
  mkdir: 1,
  create: 2,
  open: 3,
  write: 4,
  own: 5,
  xattr: 6,
  symlink: 7,
  link: 8,
  node: 9,
  remove: 10,
  sync: 11,
  skip: 12,
  copy: 13,
} as const satisfies Record<Operation['op'], number>

/** The largest payload of one frame that files.c takes; a longer write is several frames. */
const WRITE_MAX = 1024 * 1024 - 1

const OWNER_SIZE = 24
const DEVICE_SIZE = 8
const HOLE_SIZE = 8

/** Operations as frames: u32 length, u8 number, payload; little-endian. Small ones share a piece. */
export function encodeOperations(operations: readonly Operation[]): readonly Uint8Array[] {
  const writer = createFrameWriter()
  for (const operation of operations) encode(operation, writer)
  return writer.take()
}

function encode(operation: Operation, to: FrameWriter): void {
  switch (operation.op) {
    case 'mkdir':
    case 'create':
    case 'open':
    case 'remove':
      head(to, operation.op, textSize(operation.path))
      return to.text(operation.path)
    case 'write':
      return encodeWrite(operation.bytes, to)
    case 'skip':
      head(to, 'skip', HOLE_SIZE)
      return to.i64(operation.size)
    case 'own':
      head(to, 'own', OWNER_SIZE)
      return encodeOwner(operation.owner, to)
    case 'xattr':
      head(to, 'xattr', textSize(operation.name) + operation.value.length)
      to.text(operation.name)
      return to.bytes(operation.value)
    case 'symlink':
      head(to, 'symlink', OWNER_SIZE + textSize(operation.path) + textSize(operation.target))
      encodeOwner(operation.owner, to)
      to.text(operation.path)
      return to.text(operation.target)
    case 'link':
      head(to, 'link', textSize(operation.path) + textSize(operation.existing))
      to.text(operation.path)
      return to.text(operation.existing)
    case 'node':
      head(to, 'node', OWNER_SIZE + DEVICE_SIZE + textSize(operation.path))
      encodeOwner(operation.owner, to)
      to.u32(operation.major)
      to.u32(operation.minor)
      return to.text(operation.path)
    case 'copy':
      head(to, 'copy', OWNER_SIZE + textSize(operation.path) + textSize(operation.source))
      encodeOwner(operation.owner, to)
      to.text(operation.path)
      return to.text(operation.source)
    case 'sync':
      return head(to, 'sync', 0)
  }
}

function encodeWrite(bytes: Uint8Array, to: FrameWriter): void {
  for (let from = 0; from < bytes.length; from += WRITE_MAX) {
    const part = bytes.subarray(from, from + WRITE_MAX)
    head(to, 'write', part.length)
    to.bytes(part)
  }
}

function head(to: FrameWriter, op: Operation['op'], payloadSize: number): void {
  to.u32(payloadSize + 1)
  to.u8(NUMBER[op])
}

function encodeOwner(owner: Owner, to: FrameWriter): void {
  to.u32(owner.uid)
  to.u32(owner.gid)
  to.u32(owner.mode)
  to.i64(owner.time.seconds)
  to.u32(owner.time.nanoseconds)
}
