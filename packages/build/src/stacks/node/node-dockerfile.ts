import { shellWords } from '@berth/manifest'
import { FOLDER, PORT } from '../stack.ts'
import type { PackageJson } from './package-json.ts'
import type { PackageManager } from './package-manager.ts'

export type NodeApp = {
  readonly base: string
  readonly manager: PackageManager
  readonly json: PackageJson
}

/** A program that runs, or the lines of an image that serves what was built. */
type End = { readonly start: string } | { readonly site: readonly string[] }

/**
 * What changes rarely comes first: while only code changes, nothing is installed anew. What only builds need is in no
 * layer of the image.
 */
export function nodeDockerfile(app: NodeApp, end: End): string[] {
  const { json } = app
  const hasBuild = json.scripts['build'] !== undefined
  if ('site' in end) return [...buildStage(app), ...end.site]
  if (!hasBuild && Object.keys(json.devDependencies).length === 0) {
    return [...installStage(app, 'app'), 'COPY . .', ...running(end.start)]
  }
  return [
    ...buildStage(app),
    'FROM dependencies AS production',
    // nothing is left where nothing is needed to run, and a folder is copied
    run(app, `${app.manager.prune} && mkdir -p node_modules`),
    `FROM ${app.base}`,
    `WORKDIR ${FOLDER}`,
    `COPY --from=production ${FOLDER}/node_modules node_modules`,
    `COPY --from=build --exclude=node_modules ${FOLDER} .`,
    ...running(end.start),
  ]
}

function buildStage(app: NodeApp): string[] {
  const { manager, json } = app
  const build = json.scripts['build'] === undefined ? [] : [`RUN ${manager.name} run build`]
  return [...installStage(app, 'dependencies'), 'FROM dependencies AS build', 'COPY . .', ...build]
}

function installStage(app: NodeApp, name: string): string[] {
  const { base, manager } = app
  const { program, env, files, install } = manager
  return [
    `FROM ${base} AS ${name}`,
    `WORKDIR ${FOLDER}`,
    // given with a build, it is the registry that packages come from
    'ARG NPM_CONFIG_REGISTRY',
    'ARG YARN_NPM_REGISTRY_SERVER',
    ...env.map((assignment) => `ENV ${assignment}`),
    ...(program === undefined
      ? []
      : [`RUN --mount=type=cache,target=/root/.npm npm install --global --no-audit --no-fund ${program}`]),
    readsSource(app) ? 'COPY . .' : `COPY ${['package.json', ...files].join(' ')} ./`,
    run(app, install),
  ]
}

/** Scripts around an install, and packages of the source itself, need more of it than the list of packages. */
function readsSource({ json }: NodeApp): boolean {
  const hooks = ['preinstall', 'install', 'postinstall', 'prepare']
  const isLocal = (version: string) => /^(?:file|link|portal):/.test(version)
  return (
    json.workspaces !== undefined ||
    hooks.some((name) => json.scripts[name] !== undefined) ||
    Object.values({ ...json.dependencies, ...json.devDependencies }).some(isLocal)
  )
}

function run({ manager }: NodeApp, command: string): string {
  return `RUN --mount=type=cache,target=${manager.cache} ${command}`
}

function running(start: string): string[] {
  return [
    'ENV NODE_ENV=production',
    `ENV PATH=${FOLDER}/node_modules/.bin:$PATH`,
    `ENV PORT=${PORT}`,
    `EXPOSE ${PORT}`,
    `CMD ${JSON.stringify(shellWords(start))}`,
  ]
}
