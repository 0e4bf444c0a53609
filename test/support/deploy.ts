import type { TestPlatform } from './platform.ts'

export type Deployed = {
  readonly app: string
  readonly release: number
  readonly state: string
  readonly url: string
  readonly reason?: string
}

/** A web server of busybox that answers `text` on port 8080. */
export const serveText = (text: string): readonly string[] => [
  'sh',
  '-c',
  `mkdir -p /tmp/www && echo '${text}' > /tmp/www/index.html && exec httpd -f -p 8080 -h /tmp/www`,
]

/** Deploys the library's busybox with a command of its own, and waits. */
export async function deployBusybox(
  platform: TestPlatform,
  app: string,
  command: readonly string[],
  flags: readonly string[] = [],
): Promise<Deployed> {
  const args = ['deploy', app, '--image', 'busybox', '--wait', ...flags, '--json', '--', ...command]
  const { code, stdout, stderr } = await platform.run(args)
  if (code !== 0) throw new Error(`berth ${args.join(' ')} exited with ${code}:\n${stderr}`)
  return JSON.parse(stdout) as Deployed
}

export type Instance = {
  readonly id: string
  readonly app: string
  readonly process: string
  readonly state: string
  readonly reason?: string
  readonly restarts: number
  readonly release: number
}

export function instances(platform: TestPlatform, app: string): Promise<Instance[]> {
  return platform.json<Instance[]>(['ps', app])
}
