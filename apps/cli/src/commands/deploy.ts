import { parseAssignments } from '../arguments/assignments.ts'
import { given } from '../arguments/given.ts'
import { parseHealth } from '../arguments/health.ts'
import { parseMounts } from '../arguments/mounts.ts'
import { parseProcessCommands } from '../arguments/process-commands.ts'
import { parseRestart, parseRunOptions, type RunFlags } from '../arguments/run-options.ts'
import { UsageError } from '../arguments/usage-error.ts'
import type { BuildFlags } from '../builds/build-flags.ts'
import { deployGit } from '../builds/deploy-git.ts'
import { deploySource } from '../builds/deploy-source.ts'
import { finishDeploy } from '../deploys/finish-deploy.ts'
import { openSession, type SessionOptions } from '../session/session.ts'

export type DeployOptions = SessionOptions & {
  readonly image?: string
  /** a folder */
  readonly source?: string
  /** address of a repository */
  readonly git?: string
  readonly branch?: string
  readonly directory?: string
  readonly port?: number
  readonly env?: readonly string[]
  readonly cpu?: number
  /** bytes */
  readonly memory?: number
  readonly disk?: number
  readonly pids?: number
  readonly replicas?: number
  readonly process?: readonly string[]
  readonly volume?: readonly string[]
  readonly releaseCommand?: string
  readonly project?: string
  readonly healthPath?: string
  readonly healthCmd?: string
  /** false by --no-health */
  readonly health?: boolean
  readonly restart?: string
  readonly wait?: boolean
} & RunFlags &
  BuildFlags

export async function deploy(app: string, command: readonly string[], options: DeployOptions): Promise<void> {
  const { branch, directory, port, cpu, memory, disk, pids, replicas, project } = options
  // what is written wrongly is said before anybody is asked
  const env = options.env && parseAssignments(options.env, '--env')
  const wish = {
    ...given({ port, cpu, memory, disk, pids, replicas }),
    ...given({ health: parseHealth(options), options: parseRunOptions(options) }),
    ...(options.restart !== undefined && { restart: parseRestart(options.restart) }),
    ...(command.length > 0 && { command: [...command] }),
    ...(options.releaseCommand !== undefined && { releaseCommand: shellWords(options.releaseCommand) }),
    ...(options.volume && { volumes: parseMounts(options.volume) }),
    ...(options.process && { processes: parseProcessCommands(options.process) }),
  }
  const way = wayOf(options)
  if (way.kind === 'git') {
    const from = { url: way.url, ...given({ branch, directory, project }) }
    return deployGit(await openSession(options), { app, ...from, ...(env && { env }), wish }, options)
  }
  if (way.kind === 'source') {
    return deploySource(await openSession(options), { app, folder: way.folder, project, env, wish }, options)
  }
  const session = await openSession(options)
  const tenant = await session.tenant()
  const asked = { ...wish, ...given({ project }), ...(env && { env }), image: way.image }
  const started = await session.api.apps.deploy.mutate({ tenant, app, ...asked })
  await finishDeploy(session, tenant, started, options)
}

function shellWords(command: string): string[] | null {
  return command === '' ? null : ['/bin/sh', '-c', command]
}

type Way =
  | { readonly kind: 'image'; readonly image: string }
  | { readonly kind: 'source'; readonly folder: string }
  | { readonly kind: 'git'; readonly url: string }

/** Error: UsageError, unless there is exactly one. */
function wayOf({ image, source, git, branch, directory }: DeployOptions): Way {
  const ways: Way[] = [
    ...(image === undefined ? [] : [{ kind: 'image' as const, image }]),
    ...(source === undefined ? [] : [{ kind: 'source' as const, folder: source }]),
    ...(git === undefined ? [] : [{ kind: 'git' as const, url: git }]),
  ]
  const [way, ...more] = ways
  if (way === undefined || more.length > 0)
    throw new UsageError('say what is deployed: --image REF, --source FOLDER or --git URL')
  if (way.kind !== 'git' && (branch !== undefined || directory !== undefined))
    throw new UsageError('--branch and --directory go with --git URL')
  return way
}
