import { BerthError } from '@berth/core'
import type { SandboxPortView, SandboxView } from '@berth/protocol'
import { UsageError } from '../arguments/usage-error.ts'
import { printJson, printResult, say } from '../output.ts'
import { openSession, type Session, type SessionOptions } from '../session/session.ts'
import { formatTable } from '../terminal/table.ts'
import { sayWhen } from '../terminal/when.ts'

const CHANGES = ['extend', 'reset', 'undo-reset', 'pause', 'stop', 'resume', 'end'] as const
type Change = (typeof CHANGES)[number]
const OTHERS = ['show', 'copy']

/** `berth sandboxes COURSE [show | copy | extend | reset | undo-reset | pause | stop | resume | end ID]` */
export async function sandboxes(
  course: string,
  words: readonly string[],
  options: SessionOptions,
): Promise<void> {
  const [action = 'list', id, ...more] = words
  const change = CHANGES.find((known) => known === action)
  const isKnown =
    action === 'list' ? id === undefined : (change || OTHERS.includes(action)) && id !== undefined
  if (!isKnown || more.length > 0) {
    throw new UsageError(
      `write berth sandboxes ${course}, or berth sandboxes ${course} ${[...OTHERS, ...CHANGES].join('|')} ID, or run COMMAND, or send FILE [PATH]`,
    )
  }
  const session = await openSession(options)
  if (id === undefined) return list(session, course, options)
  const view = await ofCourse(session, course, id)
  if (action === 'copy') return copy(session, view, options)
  if (change === undefined) {
    const ports = await session.api.sandboxPorts.list.query({ sandbox: id })
    return options.json ? printJson({ ...view, ports }) : show(view, ports)
  }
  await perform(session, change, id)
  if (options.json) return printJson(await ofCourse(session, course, id))
  say(`${action} of ${id} was asked for`)
}

/** What a student's holds now, in a sandbox of one's own. */
async function copy(session: Session, { id, owner }: SandboxView, options: SessionOptions): Promise<void> {
  const made = await session.api.sandboxes.copy.mutate({ sandbox: id })
  if (options.json) return printJson(made)
  say(`${made.id} is a copy of the lab of ${owner?.name ?? 'nobody'}: ${session.url}/s/${made.id}`)
}

async function list(session: Session, name: string, options: SessionOptions): Promise<void> {
  const rows = await session.api.sandboxes.ofCourse.query({ course: await courseId(session, name) })
  if (options.json) return printJson(rows)
  printResult(
    formatTable([
      ['ID', 'WHO', 'LAB', 'STATE', 'CHECKS', 'UNTIL'],
      ...rows.map((row) => [
        row.id,
        whoseOf(row),
        `${row.lab.name} ${row.lab.version}`,
        stateOf(row),
        `${row.checks.filter(({ result }) => result?.passed).length}/${row.checks.length}`,
        row.expiresAt ? sayWhen(row.expiresAt) : '-',
      ]),
    ]),
  )
}

function show(view: SandboxView, ports: readonly SandboxPortView[]): void {
  printResult(
    formatTable([
      ['CONTAINER', 'STATE', 'INSTANCE'],
      ...view.containers.map(({ name, state, id }) => [name, state ?? '-', id ?? '-']),
    ]),
  )
  if (ports.length === 0) return
  printResult(
    formatTable([
      ['PORT', 'OF', 'ADDRESS', 'FOR'],
      ...ports.map(({ name, container, port, url, open }) => [
        name,
        `${container}:${port}`,
        url,
        open ? 'everybody' : 'its owner, teachers',
      ]),
    ]),
  )
}

function whoseOf({ owner, copyOf }: SandboxView): string {
  const name = owner?.name ?? '-'
  return copyOf ? `${name}: copy of ${copyOf.name}` : name
}

function stateOf({ state, queue, reasonText, trouble }: SandboxView): string {
  if (trouble !== null) return `${state}: ${trouble}`
  if (queue?.overQuota) return `${state}: it takes more than the quota of all sandboxes`
  if (queue?.filesFull) return `${state}: files that other sandboxes keep leave no room for it`
  if (queue) return `${state}: ${queue.place} before it`
  return reasonText === null ? state : `${state}: ${reasonText}`
}

async function perform({ api: { sandboxes: api } }: Session, change: Change, sandbox: string): Promise<void> {
  switch (change) {
    case 'extend':
      return api.extend.mutate({ sandbox })
    case 'reset':
      return api.reset.mutate({ sandbox })
    case 'undo-reset':
      return api.undoReset.mutate({ sandbox })
    case 'pause':
      return api.pause.mutate({ sandbox })
    case 'stop':
      return api.stop.mutate({ sandbox })
    case 'resume':
      return api.resume.mutate({ sandbox })
    case 'end':
      return api.end.mutate({ sandbox })
  }
}

/** Error: course.not_found. */
export async function courseId(session: Session, name: string): Promise<string> {
  const courses = await session.api.courses.list.query({ tenant: await session.tenant() })
  const course = courses.find((one) => one.name === name)
  if (course) return course.id
  throw new BerthError('course.not_found', `there is no course "${name}"`, { details: { course: name } })
}

/** Error: sandbox.not_found, also for one of another course. */
async function ofCourse(session: Session, course: string, id: string): Promise<SandboxView> {
  const wanted = await courseId(session, course)
  const view = await session.api.sandboxes.get.query({ sandbox: id })
  if (view.course?.id === wanted) return view
  throw new BerthError('sandbox.not_found', `course ${course} has no sandbox ${id}`)
}
