const BY_ENDING: Readonly<Record<string, string>> = {
  ...{ c: 'c', h: 'c', cc: 'cpp', cpp: 'cpp', hpp: 'cpp', css: 'css', go: 'go', htm: 'html', html: 'html' },
  ...{ java: 'java', cjs: 'javascript', js: 'javascript', jsx: 'javascript', mjs: 'javascript' },
  ...{ json: 'json', py: 'python', rb: 'ruby', rs: 'rust', bash: 'shell', sh: 'shell', sql: 'sql' },
  ...{ toml: 'toml', cts: 'typescript', mts: 'typescript', ts: 'typescript', tsx: 'typescript' },
  ...{ svg: 'xml', xml: 'xml', yaml: 'yaml', yml: 'yaml' },
}

/** The language that a file's name tells, for `CodeEditor`; undefined: plain text. */
export function languageOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  if (name === 'dockerfile' || name.startsWith('dockerfile.') || name.endsWith('.dockerfile'))
    return 'dockerfile'
  const ending = name.slice(name.lastIndexOf('.') + 1)
  return Object.hasOwn(BY_ENDING, ending) ? BY_ENDING[ending] : undefined
}
