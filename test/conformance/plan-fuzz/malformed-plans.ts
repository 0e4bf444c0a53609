import { encodePlan } from '../../../packages/runtime/src/plan/encode.ts'
import { samplePlan } from './sample-plan.ts'

export type Malformed = { readonly what: string; readonly bytes: Buffer }

const HEAD = 4
const STEP_HEAD = 6

/** Plans that are wrong in one place each, but begin with an operation that is not. */
export function* malformedPlans(marker: string): Generator<Malformed> {
  const plan = samplePlan(marker)
  const whole = encodePlan(plan)
  for (let size = 1; size < whole.length - HEAD; size++) {
    yield { what: `cut after ${size} bytes`, bytes: framed(whole.subarray(HEAD, HEAD + size)) }
  }
  let at = HEAD
  for (const step of plan) {
    const length = whole.readUInt32LE(at + 2)
    yield {
      what: `${step.op}: a code that nobody knows`,
      bytes: changed(whole, (b) => b.writeUInt16LE(9999, at)),
    }
    for (const other of [0, length - 1, length + 1, 0xffff_ffff]) {
      if (other === length || other < 0) continue
      const bytes = changed(whole, (b) => b.writeUInt32LE(other, at + 2))
      yield { what: `${step.op}: ${other} bytes long`, bytes }
    }
    const body = whole.subarray(at + STEP_HEAD, at + STEP_HEAD + length)
    yield {
      what: `${step.op}: a byte too many`,
      bytes: withBody(whole, at, Buffer.concat([body, Buffer.of(0)])),
    }
    at += STEP_HEAD + length
  }
  yield { what: 'no clone', bytes: encodePlan(plan.toSpliced(1, 1)) }
  yield { what: 'two clones', bytes: encodePlan([...plan.slice(0, 2), ...plan.slice(1)]) }
  yield {
    what: 'a NUL within a text',
    bytes: changed(whole, (b) => b.fill(0, b.indexOf('true') + 1, b.indexOf('true') + 2)),
  }
  yield {
    what: 'a text without its NUL',
    bytes: changed(whole, (b) => b.fill(65, b.indexOf('true') + 4, b.indexOf('true') + 5)),
  }
  yield { what: 'no operation', bytes: framed(Buffer.alloc(0)) }
}

function changed(whole: Buffer, change: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(whole)
  change(bytes)
  return bytes
}

/** The step at `at` with other fields, and its length as it is then. */
function withBody(whole: Buffer, at: number, body: Buffer): Buffer {
  const end = at + STEP_HEAD + whole.readUInt32LE(at + 2)
  const head = Buffer.from(whole.subarray(at, at + STEP_HEAD))
  head.writeUInt32LE(body.length, 2)
  return framed(Buffer.concat([whole.subarray(HEAD, at), head, body, whole.subarray(end)]))
}

function framed(body: Buffer): Buffer {
  const head = Buffer.alloc(HEAD)
  head.writeUInt32LE(body.length)
  return Buffer.concat([head, body])
}
