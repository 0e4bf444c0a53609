import { type ByteWriter, createByteWriter } from './byte-writer.ts'
import { type FieldKind, OPERATIONS, type Operation, type Plan } from './operation.ts'

type Layout = { readonly code: number; readonly fields: readonly (readonly [string, FieldKind])[] }

const LAYOUTS: Readonly<Record<string, Layout>> = Object.fromEntries(
  Object.entries(OPERATIONS).map(([op, { code, fields }]) => [op, { code, fields: Object.entries(fields) }]),
)

/** u32 length of all, then per operation: u16 code, u32 length, fields. */
export function encodePlan(plan: Plan): Buffer {
  const writer = createByteWriter()
  writePlan(writer, plan)
  return writer.taken()
}

export function writePlan(writer: ByteWriter, plan: Plan): void {
  writer.sized(() => {
    for (const operation of plan) writeOperation(writer, operation)
  })
}

function writeOperation(writer: ByteWriter, operation: Operation): void {
  const layout = LAYOUTS[operation.op]
  if (!layout) throw new TypeError(`no operation ${operation.op}`)
  const values: Readonly<Record<string, unknown>> = operation
  writer.u16(layout.code)
  writer.sized(() => {
    for (const [name, kind] of layout.fields) writeField(writer, kind, values[name])
  })
}

function writeField(writer: ByteWriter, kind: FieldKind, value: unknown): void {
  if (kind === 'u32' && typeof value === 'number') return writer.u32(value)
  if (kind === 'u64' && typeof value === 'bigint') return writer.u64(value)
  if (kind === 'text' && typeof value === 'string') return writer.text(value)
  if (kind === 'bytes' && value instanceof Uint8Array) return writer.bytes(value)
  if (kind === 'texts' && Array.isArray(value)) {
    writer.u32(value.length)
    for (const entry of value) writer.text(String(entry))
    return
  }
  throw new TypeError(`a field of kind ${kind} was given ${typeof value}`)
}
