import type { PageError } from '../../trpc/berth-error.ts'

/** Fields of the forms that make and change an app. */
const BY_PATH = {
  app: 'name',
  image: 'image',
  port: 'port',
  env: 'env',
  cpu: 'cpu',
  memory: 'memory',
  pids: 'pids',
  disk: 'disk',
  command: 'command',
  'health.path': 'path',
  'health.argv': 'checkCommand',
  'options.tmpfs': 'tmpfs',
  'options.ulimits': 'ulimits',
  'options.stopTimeoutMs': 'stopSeconds',
  'options.drainMs': 'drainSeconds',
  'options.healthIntervalMs': 'healthInterval',
  'options.healthTimeoutMs': 'healthTimeout',
  'options.healthRetries': 'healthRetries',
  'options.healthStartPeriodMs': 'healthStart',
  'restart.max': 'restartMax',
} as const

export type FormField = (typeof BY_PATH)[keyof typeof BY_PATH]

/** The field that the server's refusal is about, as far as it says so. */
export function refusedField({ code, details }: PageError): FormField | null {
  if (code.startsWith('image.')) return 'image'
  if (code === 'name.invalid' || code === 'name.reserved' || code === 'app.name_taken') return 'name'
  if (code === 'quota.exceeded') return byPath(String(details['resource']))
  if (code !== 'input.invalid') return null
  const { problems } = details
  const [first]: unknown[] = Array.isArray(problems) ? problems : []
  return byPath(typeof first === 'object' && first !== null ? String(Reflect.get(first, 'path')) : '')
}

function byPath(path: string): FormField | null {
  const found = Object.entries(BY_PATH).find(([name]) => path === name || path.startsWith(`${name}.`))
  return found ? found[1] : null
}
