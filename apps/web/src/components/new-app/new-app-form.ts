import { DEFAULT_LIMITS, type Limits } from '@berth/core/limits.ts'
import { isName, RESERVED_NAMES } from '@berth/core/name.ts'
import { nameFromText } from '../../format/name-from-text.ts'
import { parseEnv } from '../app/env/parse-env.ts'
import { EMPTY_RUN, readRun, type Run, type RunField, type RunText } from '../run/run-form.ts'
import { type LimitsText, limitsText, readLimits } from '../limits/limits-form.ts'

/** The form as it is typed. */
export type NewAppText = {
  readonly name: string
  readonly image: string
  readonly port: string
  readonly env: string
  readonly limits: LimitsText
  readonly run: RunText
}

export const EMPTY_FORM: NewAppText = {
  name: '',
  image: '',
  port: '',
  env: '',
  limits: limitsText(DEFAULT_LIMITS),
  run: EMPTY_RUN,
}

type NewAppField = 'name' | 'image' | 'port' | 'env'
type NewAppRequest = {
  app: string
  image: string
  port?: number
  env?: Record<string, string>
} & Limits &
  Partial<Run>

export type NewAppRead =
  | { readonly request: NewAppRequest }
  | {
      readonly bad: readonly NewAppField[]
      readonly badLimits: readonly (keyof Limits)[]
      readonly badRun: readonly RunField[]
    }

/** What the form asks for, or the fields that are not right yet. */
export function readNewApp(form: NewAppText): NewAppRead {
  const env = parseEnv(form.env)
  const port = form.port === '' ? null : Number(form.port)
  const limits = readLimits(form.limits)
  const run = readRun(form.run)
  const bad: NewAppField[] = []
  if (!isName(form.name) || RESERVED_NAMES.includes(form.name)) bad.push('name')
  if (form.image.trim() === '' || /\s/.test(form.image.trim())) bad.push('image')
  if (port !== null && !(Number.isInteger(port) && port >= 1 && port <= 65535)) bad.push('port')
  if (env.badLines.length > 0) bad.push('env')
  if (bad.length > 0 || 'bad' in limits || 'bad' in run) {
    return {
      bad,
      badLimits: 'bad' in limits ? limits.bad : [],
      badRun: 'bad' in run ? run.bad : [],
    }
  }
  const { command, health, options } = run.run
  return {
    request: {
      app: form.name,
      image: form.image.trim(),
      ...(port === null ? {} : { port }),
      ...(Object.keys(env.values).length > 0 ? { env: { ...env.values } } : {}),
      ...limits.limits,
      ...(command && { command }),
      ...(health.kind === 'port' ? {} : { health }),
      ...(Object.keys(options).length > 0 && { options }),
    },
  }
}

/** `team/hello:2` or `localhost:7070/library/hello@sha256:…` → `hello`: what the app may be called. */
export function nameFromImage(image: string): string {
  const repository = image.replace(/@.*$/, '').replace(/:[^/]*$/, '')
  return nameFromText(repository.split('/').at(-1) ?? '')
}
