import { type FieldKind, OPERATIONS, type Operation, type Plan } from './operation.ts'

/** u32 length of all, then per operation: u16 code, u32 length, fields. Integers are little-endian; text ends with NUL. */
export function encodePlan(plan: Plan): Buffer {
  const steps = plan.map(encodeOperation)
  const body = Buffer.concat(steps)
  return Buffer.concat([u32(body.length), body])
}

function encodeOperation(operation: Operation): Buffer {
  const { code, fields } = OPERATIONS[operation.op]
  const values: Readonly<Record<string, unknown>> = operation
  const parts = Object.entries(fields).map(([name, kind]: [string, FieldKind]) =>
    encodeField(kind, values[name]),
  )
  const body = Buffer.concat(parts)
  const head = Buffer.alloc(6)
  head.writeUInt16LE(code)
  head.writeUInt32LE(body.length, 2)
  return Buffer.concat([head, body])
}

function encodeField(kind: FieldKind, value: unknown): Buffer {
  if (kind === 'u32' && typeof value === 'number') return u32(value)
  if (kind === 'u64' && typeof value === 'bigint') return u64(value)
  if (kind === 'text' && typeof value === 'string') return text(value)
  if (kind === 'texts' && Array.isArray(value)) {
    return Buffer.concat([u32(value.length), ...value.map((entry) => text(String(entry)))])
  }
  if (kind === 'bytes' && value instanceof Uint8Array) return Buffer.concat([u32(value.length), value])
  throw new TypeError(`a field of kind ${kind} was given ${typeof value}`)
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(value)
  return bytes
}

/** A NUL within would cut the text short on the other side, and so mean something else there. */
function text(value: string): Buffer {
  if (value.includes('\0')) throw new RangeError('text with a NUL byte')
  const bytes = Buffer.from(value)
  return Buffer.concat([u32(bytes.length), bytes, Buffer.of(0)])
}
