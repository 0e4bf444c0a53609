/** Bytes for berth-init, in one piece of memory that grows: integers are little-endian; text ends with NUL. */
export type ByteWriter = {
  u16(value: number): void
  u32(value: number): void
  u64(value: bigint): void
  /** its length before it, without the NUL */
  text(value: string): void
  /** their length before them */
  bytes(value: Uint8Array): void
  /** what `write` adds, with its length before it */
  sized(write: () => void): void
  taken(): Buffer
}

/** the filter of system calls is the largest part of most plans */
const FIRST_ROOM = 32 * 1024
/** a UTF-16 unit becomes three bytes at most */
const MOST_PER_UNIT = 3

export function createByteWriter(): ByteWriter {
  let memory = Buffer.allocUnsafeSlow(FIRST_ROOM)
  let end = 0

  /** where so many bytes are written next */
  const take = (length: number): number => {
    if (end + length > memory.length) {
      const larger = Buffer.allocUnsafeSlow(2 * (end + length))
      memory.copy(larger, 0, 0, end)
      memory = larger
    }
    const at = end
    end += length
    return at
  }
  const u32 = (value: number) => {
    const at = take(4)
    memory.writeUInt32LE(value, at)
  }

  return {
    u32,
    u16(value) {
      const at = take(2)
      memory.writeUInt16LE(value, at)
    },
    u64(value) {
      const at = take(8)
      memory.writeBigUInt64LE(value, at)
    },
    text(value) {
      refuseNul(value)
      const at = take(4 + MOST_PER_UNIT * value.length + 1)
      const length = memory.write(value, at + 4)
      memory.writeUInt32LE(length, at)
      memory[at + 4 + length] = 0
      end = at + 4 + length + 1
    },
    bytes(value) {
      u32(value.length)
      const at = take(value.length)
      memory.set(value, at)
    },
    sized(write) {
      const at = take(4)
      write()
      memory.writeUInt32LE(end - at - 4, at)
    },
    taken: () => memory.subarray(0, end),
  }
}

/** A NUL within would cut the text short on the other side, and so mean something else there. */
function refuseNul(value: string): void {
  if (value.includes('\0')) throw new RangeError('text with a NUL byte')
}
