import { formatBytes } from '@berth/core'
import type { Health, ReleaseView, Restart, RunOptions } from '@berth/protocol'
import { describeHealth } from './describe-health.ts'
import { quoteWords } from './quote-words.ts'

/** How the instances of a release run, as rows of a table: what was set, and else what holds. */
export function describeRelease({ processes, health, restart, options }: ReleaseView): (readonly string[])[] {
  const names = Object.entries(processes)
  const commands = names.map(([name, { command }]) => {
    const text = command ? quoteWords(command) : "the image's own"
    return names.length > 1 ? `${name}: ${text}` : text
  })
  return [
    ['command', commands.join('; ')],
    ['health check', describeHealth(health)],
    ...(health.kind === 'none' ? [] : [['health times', describeTimes(health)]]),
    ['restart', describeRestart(restart)],
    ['root', options.readOnly ? 'can only be read' : 'can be written'],
    ['in memory', describeTmpfs(options)],
    ['ulimits', describeUlimits(options)],
    ['drain', `${(options.drainMs ?? USUAL_DRAIN_MS) / 1000} s to finish what is served`],
    ['stop', describeStop(options)],
  ]
}

const USUAL_PROBE_MS = 5000
const USUAL_RETRIES = 3

/** The interval is the node's where the app has none. */
function describeTimes(health: Exclude<Health, { kind: 'none' }>): string {
  const { timeoutMs, intervalMs, probeMs = USUAL_PROBE_MS, retries = USUAL_RETRIES } = health
  const every = intervalMs === undefined ? '' : `every ${intervalMs / 1000} s, `
  return `${timeoutMs / 1000} s to start, ${every}${probeMs / 1000} s for an answer, ended after ${retries} failures`
}

function describeRestart({ policy, max }: Restart): string {
  return max === undefined ? policy : `${policy}, ${max} times in a row at most`
}

function describeTmpfs({ tmpfs = [] }: RunOptions): string {
  return tmpfs.map(({ path, bytes }) => `${path} ${formatBytes(bytes)}`).join(', ') || '-'
}

function describeUlimits({ ulimits = {} }: RunOptions): string {
  return (
    Object.entries(ulimits)
      .map(([name, value]) => `${name}=${value}`)
      .join(' ') || '-'
  )
}

const USUAL_STOP_MS = 10_000
const USUAL_DRAIN_MS = 15_000

function describeStop({ stopSignal, stopTimeoutMs = USUAL_STOP_MS }: RunOptions): string {
  return `${stopSignal ?? "the image's signal, else SIGTERM"}, killed after ${stopTimeoutMs / 1000} s`
}
