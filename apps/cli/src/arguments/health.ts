import { UsageError } from './usage-error.ts'

export type HealthFlags = {
  readonly healthPath?: string
  readonly healthCmd?: string
  /** false by --no-health, true by --health */
  readonly health?: boolean
}

type Health =
  | { kind: 'none' }
  | { kind: 'port' }
  | { kind: 'http'; path: string }
  | { kind: 'command'; argv: string[] }

/** Undefined when nothing is said of it. Error: UsageError, also for two ways at once. */
export function parseHealth({ healthPath, healthCmd, health }: HealthFlags): Health | undefined {
  const wishes: Health[] = [
    ...(healthPath === undefined ? [] : [{ kind: 'http' as const, path: checkPath(healthPath) }]),
    ...(healthCmd === undefined ? [] : [{ kind: 'command' as const, argv: ['/bin/sh', '-c', healthCmd] }]),
    ...(health === undefined ? [] : [{ kind: health ? ('port' as const) : ('none' as const) }]),
  ]
  if (healthCmd === '') throw new UsageError("--health-cmd is empty: write it as 'test -e /tmp/ready'")
  if (wishes.length <= 1) return wishes[0]
  throw new UsageError('say one of --health-path, --health-cmd and --no-health')
}

function checkPath(text: string): string {
  if (/^\/[!-~]{0,1023}$/.test(text)) return text
  throw new UsageError(`--health-path ${text}: begin it with / and use ASCII without blanks, as /healthz`)
}
