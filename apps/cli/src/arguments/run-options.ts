import { type RunOptions, runOptionsSchema } from '@berth/protocol'
import { given } from './given.ts'
import { parseSize } from './size.ts'
import { UsageError } from './usage-error.ts'

export type RunFlags = {
  readonly readOnly?: boolean
  readonly tmpfs?: readonly string[]
  readonly ulimit?: readonly string[]
  readonly stopSignal?: string
  readonly stopTimeout?: number
}

/** Flags of how an app runs; undefined when there are none. Error: UsageError, naming the option. */
export function parseRunOptions(flags: RunFlags): RunOptions | undefined {
  const { readOnly, stopTimeout } = flags
  const options = given({
    readOnly,
    tmpfs: flags.tmpfs?.map(parseTmpfs),
    ulimits: flags.ulimit && Object.fromEntries(flags.ulimit.map(parseUlimit)),
    stopSignal: flags.stopSignal && `SIG${flags.stopSignal.toUpperCase().replace(/^SIG/, '')}`,
    stopTimeoutMs: stopTimeout === undefined ? undefined : stopTimeout * 1000,
  })
  if (Object.keys(options).length === 0) return undefined
  const parsed = runOptionsSchema.safeParse(options)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new UsageError(`--${NAMES[String(issue?.path[0])] ?? 'option'}: ${issue?.message ?? 'is not right'}`)
}

const NAMES: Readonly<Record<string, string>> = {
  tmpfs: 'tmpfs',
  ulimits: 'ulimit',
  stopSignal: 'stop-signal',
  stopTimeoutMs: 'stop-timeout',
}

function parseTmpfs(text: string): { path: string; bytes: number } {
  const [path = '', size] = text.split(':')
  const bytes = parseSize('--tmpfs', size)
  if (bytes === undefined) throw new UsageError(`--tmpfs ${text} has no size: write it as /tmp:64M`)
  return { path, bytes }
}

function parseUlimit(text: string): readonly [string, number] {
  const [name = '', value = ''] = text.split('=')
  if (!/^\d+$/.test(value)) throw new UsageError(`--ulimit ${text} is no limit: write it as nofile=1024`)
  return [name, Number(value)]
}
