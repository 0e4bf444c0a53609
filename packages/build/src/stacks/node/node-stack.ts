import type { SourceFacts } from '../source-facts.ts'
import type { Fact, Stack } from '../stack.ts'
import { siteOf } from '../static-stack.ts'
import { type NodeApp, nodeDockerfile } from './node-dockerfile.ts'
import { chooseNode } from './node-version.ts'
import { type PackageJson, readPackageJson } from './package-json.ts'
import { choosePackageManager } from './package-manager.ts'

/** Apps and sites that a package.json describes. */
export const nodeStack: Stack = {
  name: 'node',
  knownBy: 'package.json (Node)',
  detect(facts, web) {
    const text = facts.text('package.json')
    if (text === undefined) return null
    const json = readPackageJson(text)
    if (!json) return { kind: 'problem', file: 'package.json', message: 'package.json is no JSON object' }
    const node = chooseNode(facts, json)
    const manager = choosePackageManager(facts, json)
    const app: NodeApp = { base: `node:${node.major}`, manager, json }
    const start = web ?? startOf(facts, json)
    const site = start === undefined ? siteFolder(json) : undefined
    if (start === undefined && site === undefined) return nothingToStart(json)
    const lines = nodeDockerfile(app, start === undefined ? { site: siteOf('build', site ?? '') } : { start })
    return {
      kind: 'plan',
      name: 'node',
      because: 'the source has package.json',
      dockerfile: `${lines.join('\n')}\n`,
      ignore: ['.git', 'node_modules', '**/node_modules'],
      facts: [
        { name: 'node', value: `${node.major} (${node.by})` },
        { name: 'packages', value: manager.locked ? manager.name : `${manager.name}, without a lock file` },
        ...(json.scripts['build'] === undefined ? [] : [{ name: 'build', value: json.scripts['build'] }]),
        startFact(start, site),
      ],
    }
  },
}

function startFact(start: string | undefined, site: string | undefined): Fact {
  return start === undefined
    ? { name: 'site', value: `${site}, by httpd of busybox` }
    : { name: 'start', value: start }
}

/** A script with others around it is npm's to run. */
function startOf(facts: SourceFacts, { scripts, main }: PackageJson): string | undefined {
  if (scripts['start'] !== undefined) {
    return scripts['prestart'] === undefined ? scripts['start'] : 'npm start'
  }
  // as npm start does without a script
  if (facts.has('server.js')) return 'node server.js'
  if (scripts['build'] !== undefined && siteFolder({ scripts })) return undefined
  if (main !== undefined && /^[\w./-]+$/.test(main)) return `node ${main}`
  const file = (['index.js', 'app.js'] as const).find((name) => facts.has(name))
  return file && `node ${file}`
}

/** Where the programs that make sites put them. */
const SITE_FOLDERS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:vite|astro|vue-cli-service|parcel) build\b/, 'dist'],
  [/\breact-scripts build\b/, 'build'],
  [/\bgatsby build\b/, 'public'],
  [/\beleventy\b/, '_site'],
]

function siteFolder({ scripts }: Pick<PackageJson, 'scripts'>): string | undefined {
  return SITE_FOLDERS.find(([program]) => program.test(scripts['build'] ?? ''))?.[1]
}

function nothingToStart({ scripts }: PackageJson) {
  const has = scripts['build'] === undefined ? 'no start script' : 'a build script and no start script'
  return {
    kind: 'problem' as const,
    file: 'package.json',
    message: `package.json has ${has}: add one, or a Procfile with a line "web: command"`,
  }
}
