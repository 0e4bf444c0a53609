import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { BerthError } from '@berth/core'
import type { BroadcastRow, BroadcastWhole } from '@berth/protocol'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { courseId } from './sandboxes.ts'

export type BroadcastOptions = SessionOptions & {
  readonly container?: string
  readonly timeout?: string
  readonly later?: boolean
}

const LOOK_MS = 1_000
/** longer than what is sent to those who run waits for its turn */
const PATIENCE_MS = 15 * 60_000
const MOST_BYTES = 700 * 1024

/** `berth sandboxes COURSE run COMMAND`: in all sandboxes of the course, as their students. */
export async function runForAll(course: string, command: string, options: BroadcastOptions): Promise<void> {
  const session = await openSession(options)
  const to = await everybody(session, course, options)
  const timeout = Number(options.timeout ?? 30)
  const { id } = await session.api.classes.runCommand.mutate({ ...to, command, timeout })
  await tellResults(session, to.course, { id, options })
}

/** `berth sandboxes COURSE send FILE [PATH]` */
export async function sendToAll(
  course: string,
  [file, target = path.basename(file)]: readonly [string, string?],
  options: BroadcastOptions,
): Promise<void> {
  const content = await readFile(file)
  if (content.length > MOST_BYTES) {
    throw new BerthError('input.invalid', `${file} is larger than 700 KiB`)
  }
  const session = await openSession(options)
  const to = await everybody(session, course, options)
  const { id } = await session.api.classes.sendFile.mutate({
    ...{ ...to, path: target, base64: content.toString('base64') },
  })
  await tellResults(session, to.course, { id, options })
}

async function everybody(session: Session, name: string, { container, later }: BroadcastOptions) {
  const course = await courseId(session, name)
  const rows = await session.api.sandboxes.ofCourse.query({ course })
  const sandboxes = rows.filter(({ kind }) => kind === 'lesson').map(({ id }) => id)
  if (sandboxes.length === 0) throw new BerthError('sandbox.not_found', `nobody of ${name} has a sandbox`)
  return { course, sandboxes, container: container ?? null, later: later ?? false }
}

/** Waits for all that can be reached now, and tells what became of each. */
async function tellResults(
  { api }: Session,
  course: string,
  { id, options }: { readonly id: string; readonly options: BroadcastOptions },
): Promise<void> {
  const read = () => api.classes.broadcast.query({ course, broadcast: id })
  const until = Date.now() + PATIENCE_MS
  let whole = await read()
  while (isUnderWay(whole) && Date.now() < until) {
    await pause(LOOK_MS)
    whole = await read()
  }
  if (options.json) printJson(whole)
  else printResult(formatTable([['WHO', 'STATE', 'SAID'], ...whole.rows.map(lineOf)]))
  const failed = whole.counts.failed ?? 0
  if (failed > 0) say(`it failed for ${failed} of ${whole.rows.length}`)
  if (failed > 0) process.exitCode = 1
}

function isUnderWay({ rows }: BroadcastWhole): boolean {
  return rows.some(({ state }) => state === 'waiting' || state === 'running')
}

function lineOf({ name, state, code, error, output, path: written }: BroadcastRow): string[] {
  const last = output.trimEnd().split('\n').at(-1) ?? ''
  const why = error ?? (code === null || code === 0 ? null : `ended with ${code}`)
  return [name, state, [why, last || written].filter(Boolean).join(': ') || '-']
}
