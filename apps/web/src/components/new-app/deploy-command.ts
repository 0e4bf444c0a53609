import { DEFAULT_LIMITS } from '@berth/core/limits.ts'
import { parseEnv } from '../app/env/parse-env.ts'
import type { NewAppText } from './new-app-form.ts'
import { limitsText } from '../limits/limits-form.ts'

/** The command that does what the form would do. Values of the environment are left out: they may be secret. */
export function deployCommand(form: NewAppText): string {
  const usual = limitsText(DEFAULT_LIMITS)
  const option = (flag: string, value: string, skip = '') =>
    value.trim() === '' || value === skip ? [] : [flag, quote(value.trim())]
  const env = Object.keys(parseEnv(form.env).values).flatMap((name) => ['--env', `${name}=…`])
  return [
    'berth deploy',
    form.name === '' ? 'APP' : quote(form.name),
    '--image',
    form.image.trim() === '' ? 'IMAGE' : quote(form.image.trim()),
    ...option('--port', form.port),
    ...env,
    ...option('--cpu', form.limits.cpu, usual.cpu),
    ...option('--memory', form.limits.memory, usual.memory),
    ...option('--pids', form.limits.pids, usual.pids),
    ...option('--disk', form.limits.disk, usual.disk),
    '--wait',
  ].join(' ')
}

/** Quotes what a shell would take apart. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
