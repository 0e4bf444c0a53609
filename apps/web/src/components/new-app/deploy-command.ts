import { DEFAULT_LIMITS } from '@berth/core/limits.ts'
import { joinWords, quoteWord } from '../../format/shell-words.ts'
import { parseEnv } from '../app/env/parse-env.ts'
import { limitsText } from '../limits/limits-form.ts'
import { readRun, type RunText } from '../run/run-form.ts'
import type { NewAppText } from './new-app-form.ts'

/** The command that does what the form would do. Values of the environment are left out: they may be secret. */
export function deployCommand(form: NewAppText): string {
  const usual = limitsText(DEFAULT_LIMITS)
  const env = Object.keys(parseEnv(form.env).values).flatMap((name) => ['--env', `${name}=…`])
  const read = readRun(form.run)
  const command = 'run' in read ? (read.run.command ?? []) : []
  return [
    'berth deploy',
    form.name === '' ? 'APP' : quoteWord(form.name),
    '--image',
    form.image.trim() === '' ? 'IMAGE' : quoteWord(form.image.trim()),
    ...option('--port', form.port),
    ...env,
    ...option('--cpu', form.limits.cpu, usual.cpu),
    ...option('--memory', form.limits.memory, usual.memory),
    ...option('--pids', form.limits.pids, usual.pids),
    ...option('--disk', form.limits.disk, usual.disk),
    ...runFlags(form.run),
    '--wait',
    ...(command.length > 0 ? ['--', joinWords(command)] : []),
  ].join(' ')
}

function runFlags(run: RunText): string[] {
  const each = (flag: string, text: string) =>
    text
      .split(/[\s,]+/)
      .filter(Boolean)
      .flatMap((word) => option(flag, word))
  return [
    ...(run.check === 'http' ? option('--health-path', run.path) : []),
    ...(run.check === 'command' ? option('--health-cmd', run.checkCommand) : []),
    ...(run.check === 'none' ? ['--no-health'] : []),
    ...(run.readOnly ? ['--read-only'] : []),
    ...each('--tmpfs', run.tmpfs),
    ...each('--ulimit', run.ulimits),
    ...option('--stop-signal', run.stopSignal),
    ...option('--stop-timeout', run.stopSeconds),
    ...option('--drain-timeout', run.drainSeconds),
    ...seconds('--health-interval', run.healthInterval),
    ...seconds('--health-timeout', run.healthTimeout),
    ...option('--health-retries', run.healthRetries),
    ...seconds('--health-start-period', run.healthStart),
    ...option('--restart', restartWord(run), 'always'),
  ]
}

function seconds(flag: string, text: string): string[] {
  return option(flag, text.trim() === '' ? '' : `${text.trim()}s`)
}

function restartWord({ restart, restartMax }: RunText): string {
  return restart === 'on-failure' && restartMax.trim() !== '' ? `${restart}:${restartMax.trim()}` : restart
}

function option(flag: string, value: string, usual = ''): string[] {
  return value.trim() === '' || value === usual ? [] : [flag, quoteWord(value.trim())]
}
