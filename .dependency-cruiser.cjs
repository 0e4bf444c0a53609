// The layers of ARCHITECTURE.md: a package imports lower layers only, never its own or a higher one.
const layers = [
  ['core'],
  ['protocol', 'config', 'log', 'oci', 'dockerfile', 'file', 'yaml', 'markdown'],
  [
    'db',
    'queue',
    'vault',
    'blob',
    'image',
    'network',
    'runtime',
    'terminal',
    'logstore',
    'volume',
    'ingress',
    'git',
    'mail',
    'outbound',
    'manifest',
    'lab',
  ],
  [
    'auth',
    'registry',
    'build',
    'deploy',
    'node',
    'sandbox',
    'course',
    'webhook',
    'sbom',
    'push',
    'domain',
    'metrics',
  ],
  ['api', 'engine', 'ui'],
]

const folder = (names) => `^packages/(${names.join('|')})/`

const layerRules = layers.map((names, i) => ({
  name: `layer-${i}`,
  comment: `layer ${i} (${names.join(', ')}) may import lower layers only`,
  severity: 'error',
  from: { path: folder(names) },
  to: { path: [folder(layers.slice(i).flat()), '^apps/'], pathNot: '^packages/$1/' },
}))

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'apps-never-import-each-other',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: ['generated', '/dist/', '\\.next/'] },
    parser: 'swc', // the others want a TypeScript older than ours
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
}
