import type { Healthcheck, HealthcheckInstruction } from '@berth/dockerfile'
import type { HealthcheckSettings } from '../image-settings.ts'
import type { StageScope } from '../scope/stage-scope.ts'
import type { Effect } from './step-context.ts'
import { withSettings } from './with-settings.ts'

export function applyHealthcheck(instruction: HealthcheckInstruction, scope: StageScope): Effect {
  const check = settingsOf(instruction.check)
  return withSettings(scope, { Healthcheck: check }, `HEALTHCHECK ${shown(check)}`)
}

function settingsOf(check: Healthcheck): HealthcheckSettings {
  if (check.kind === 'none') return { Test: ['NONE'] }
  const { command, interval, timeout, startPeriod, startInterval, retries } = check
  return {
    Test: command.form === 'exec' ? ['CMD', ...command.words] : ['CMD-SHELL', command.line],
    ...(interval && { Interval: interval }),
    ...(timeout && { Timeout: timeout }),
    ...(startPeriod && { StartPeriod: startPeriod }),
    ...(startInterval && { StartInterval: startInterval }),
    ...(retries && { Retries: retries }),
  }
}

/** As Go prints the structure, which is what histories hold. */
function shown({
  Test,
  Interval,
  Timeout,
  StartPeriod,
  StartInterval,
  Retries,
}: HealthcheckSettings): string {
  const times = { Interval, Timeout, StartPeriod, StartInterval }
  const parts = Object.entries(times).map(([name, time]) => `${name}:${duration(time ?? 0)}`)
  return `{Test:[${Test.join(' ')}] ${parts.join(' ')} Retries:${Retries ?? 0}}`
}

/** `1m30s`, as Go prints nanoseconds. */
function duration(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s'
  if (nanoseconds < 1e9) return `${nanoseconds / 1e6}ms`
  const seconds = nanoseconds / 1e9
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const rest = `${Math.round((seconds % 60) * 1e9) / 1e9}s`
  if (hours > 0) return `${hours}h${minutes}m${rest}`
  return minutes > 0 ? `${minutes}m${rest}` : rest
}
