import type { PlatformUser } from './users.ts'

export const PROCESS_NAMES = [
  'postgres',
  'redis',
  'door',
  'control',
  'web',
  'lessons',
  'agent',
  'resolver',
] as const
export type ProcessName = (typeof PROCESS_NAMES)[number]

/** Of what every visitor waits for, while containers start. */
export const AT_THE_FRONT = -10
/** Of what a class waits for: before what starts for it, and behind everybody else's pages. */
export const BEHIND_PAGES = -5

/** How one of the platform's processes is started, known to be ready, and stopped. */
export type ProcessSpec = {
  readonly name: ProcessName
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly user: PlatformUser | 'root'
  /** kept across the change of user, without the `cap_` */
  readonly capabilities: readonly string[]
  /** below 0: people wait for it, so that it comes before what others start; 0 if left out */
  readonly priority?: number
  /** files that a killed run leaves and that would be in the way */
  readonly leftovers: readonly string[]
  readonly ready: () => Promise<boolean>
  readonly readyWithinMs: number
  readonly stop: { readonly signal: NodeJS.Signals; readonly timeoutMs: number }
}

/** The program to execute: setpriv(1) changes the user, keeps what is named and becomes the program itself. */
export function launchCommand(spec: Pick<ProcessSpec, 'command' | 'args' | 'user' | 'capabilities'>): {
  readonly file: string
  readonly args: readonly string[]
} {
  if (spec.user === 'root') return { file: spec.command, args: spec.args }
  const kept = spec.capabilities.map((name) => `,+${name}`).join('')
  const identity = [`--reuid=${spec.user}`, '--regid=berth', '--clear-groups', '--no-new-privs']
  const capabilities = [`--inh-caps=-all${kept}`, `--ambient-caps=-all${kept}`, `--bounding-set=-all${kept}`]
  return { file: 'setpriv', args: [...identity, ...capabilities, spec.command, ...spec.args] }
}
