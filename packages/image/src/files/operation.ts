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
} as const satisfies Record<Operation['op'], number>

/** The largest payload of one frame that files.c takes; a longer write is several frames. */
const WRITE_MAX = 1024 * 1024 - 1

/** One operation as frames: u32 length, u8 number, payload; little-endian. Bytes to write are not copied. */
export function encodeOperation(operation: Operation): Uint8Array[] {
  switch (operation.op) {
    case 'mkdir':
    case 'create':
    case 'open':
    case 'remove':
      return [frame(operation.op, text(operation.path))]
    case 'write':
      return encodeWrite(operation.bytes)
    case 'skip':
      return [frame('skip', long(operation.size))]
    case 'own':
      return [frame('own', ownerBytes(operation.owner))]
    case 'xattr':
      return [frame('xattr', text(operation.name), operation.value)]
    case 'symlink':
      return [frame('symlink', ownerBytes(operation.owner), text(operation.path), text(operation.target))]
    case 'link':
      return [frame('link', text(operation.path), text(operation.existing))]
    case 'node':
      return [
        frame(
          'node',
          ownerBytes(operation.owner),
          pair(operation.major, operation.minor),
          text(operation.path),
        ),
      ]
    case 'sync':
      return [frame('sync')]
  }
}

function encodeWrite(bytes: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = []
  for (let from = 0; from < bytes.length; from += WRITE_MAX) {
    const part = bytes.subarray(from, from + WRITE_MAX)
    frames.push(head('write', part.length), part)
  }
  return frames
}

function frame(op: Operation['op'], ...payload: Uint8Array[]): Uint8Array {
  const size = payload.reduce((sum, part) => sum + part.length, 0)
  return Buffer.concat([head(op, size), ...payload])
}

function head(op: Operation['op'], payloadSize: number): Buffer {
  const buffer = Buffer.allocUnsafe(5)
  buffer.writeUInt32LE(payloadSize + 1)
  buffer.writeUInt8(NUMBER[op], 4)
  return buffer
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`, 'latin1')
}

function pair(first: number, second: number): Buffer {
  const buffer = Buffer.allocUnsafe(8)
  buffer.writeUInt32LE(first)
  buffer.writeUInt32LE(second, 4)
  return buffer
}

function long(value: number): Buffer {
  const buffer = Buffer.allocUnsafe(8)
  buffer.writeBigUInt64LE(BigInt(value))
  return buffer
}

function ownerBytes(owner: Owner): Buffer {
  const buffer = Buffer.allocUnsafe(24)
  buffer.writeUInt32LE(owner.uid)
  buffer.writeUInt32LE(owner.gid, 4)
  buffer.writeUInt32LE(owner.mode, 8)
  buffer.writeBigInt64LE(BigInt(owner.time.seconds), 12)
  buffer.writeUInt32LE(owner.time.nanoseconds, 20)
  return buffer
}
