import type { SourceFacts } from '../source-facts.ts'
import type { PackageJson } from './package-json.ts'

/** How dependencies of a Node app are installed. */
export type PackageManager = {
  readonly name: 'npm' | 'yarn' | 'pnpm'
  /** package that has the program; undefined: it is in the image */
  readonly program: string | undefined
  /** files beside package.json that an install reads */
  readonly files: readonly string[]
  readonly cache: string
  readonly env: readonly string[]
  readonly install: string
  /** without what only builds need */
  readonly prune: string
  readonly locked: boolean
}

/** By the lock file that is there; its version by packageManager of package.json. Pure. */
export function choosePackageManager(facts: SourceFacts, { packageManager }: PackageJson): PackageManager {
  if (facts.has('pnpm-lock.yaml')) return pnpm(facts, versionOf(packageManager, 'pnpm'))
  if (facts.has('yarn.lock')) return yarn(facts, versionOf(packageManager, 'yarn'))
  return npm(facts)
}

function npm(facts: SourceFacts): PackageManager {
  const locks = (['package-lock.json', 'npm-shrinkwrap.json'] as const).filter((name) => facts.has(name))
  const locked = locks.length > 0
  return {
    name: 'npm',
    program: undefined,
    files: [...locks, ...present(facts, '.npmrc')],
    cache: '/root/.npm',
    env: [],
    install: `npm ${locked ? 'ci' : 'install'} --no-audit --no-fund`,
    prune: 'npm prune --omit=dev --no-audit --no-fund',
    locked,
  }
}

const YARN_CACHE = '/root/.yarn-cache'

/** Yarn 1 and what came after it share a name and a lock file's name. */
function yarn(facts: SourceFacts, asked: string | undefined): PackageManager {
  const lock = facts.text('yarn.lock')
  const isClassic = asked === undefined ? !(lock ?? '').includes('__metadata:') : asked.startsWith('1.')
  const common = { name: 'yarn', cache: YARN_CACHE, locked: true } as const
  if (isClassic) {
    const install = 'yarn install --frozen-lockfile --non-interactive'
    return {
      ...common,
      program: `yarn@${asked ?? '1.22.22'}`,
      files: ['yarn.lock', ...present(facts, '.npmrc', '.yarnrc')],
      env: [`YARN_CACHE_FOLDER=${YARN_CACHE}`],
      install,
      prune: `${install} --production --ignore-scripts --prefer-offline`,
    }
  }
  return {
    ...common,
    program: `@yarnpkg/cli-dist@${asked ?? '4.5.3'}`,
    files: ['yarn.lock', ...present(facts, '.yarnrc.yml')],
    // a tree of folders, which every program finds its packages in
    env: [`YARN_GLOBAL_FOLDER=${YARN_CACHE}`, 'YARN_NODE_LINKER=node-modules', 'YARN_ENABLE_TELEMETRY=0'],
    install: 'yarn install --immutable',
    prune: 'yarn workspaces focus --production --all',
  }
}

/** Which pnpm writes which version of the lock file: pnpm's own table of compatibility. */
const PNPM_OF_LOCK: Readonly<Record<string, string>> = { '9.0': '10', '6.0': '8', '6.1': '8', '5.4': '7' }

function pnpm(facts: SourceFacts, asked: string | undefined): PackageManager {
  const lock = /^lockfileVersion:\s*'?(\d+\.\d+)/m.exec(facts.text('pnpm-lock.yaml') ?? '')?.[1] ?? '9.0'
  const store = '/root/.pnpm-store'
  return {
    name: 'pnpm',
    program: `pnpm@${asked ?? PNPM_OF_LOCK[lock] ?? '10'}`,
    files: ['pnpm-lock.yaml', ...present(facts, '.npmrc')],
    cache: store,
    // it asks before it removes folders otherwise
    env: ['CI=true'],
    install: `pnpm install --frozen-lockfile --store-dir ${store}`,
    // prune has no option of its own for the store
    prune: `pnpm prune --prod --ignore-scripts --config.store-dir=${store}`,
    locked: true,
  }
}

function present(facts: SourceFacts, ...names: readonly ('.npmrc' | '.yarnrc' | '.yarnrc.yml')[]): string[] {
  return names.filter((name) => facts.has(name))
}

/** `pnpm@9.1.0+sha512…` → 9.1.0, if it is of that name. */
function versionOf(field: string | undefined, name: string): string | undefined {
  const [, asked, version] = /^(npm|yarn|pnpm)@(\d+\.\d+\.\d+)/.exec(field ?? '') ?? []
  return asked === name ? version : undefined
}
