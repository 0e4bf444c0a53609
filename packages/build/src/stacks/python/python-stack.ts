import { shellWords } from '@berth/manifest'
import type { SourceFacts } from '../source-facts.ts'
import { FOLDER, PORT, type Stack } from '../stack.ts'

/** the one that Debian 12 has */
const USUAL = '3.11'
/** outside of the app's folder, and found before the system's own */
const VENV = '/opt/venv'

/** Programs whose packages pip installs. */
export const pythonStack: Stack = {
  name: 'python',
  knownBy: 'requirements.txt or pyproject.toml (Python)',
  detect(facts, web) {
    const list = (['requirements.txt', 'pyproject.toml'] as const).find((name) => facts.has(name))
    if (list === undefined) return null
    const { version, by } = choosePython(facts)
    const start = web ?? startOf(facts)
    if (start === undefined) return nothingToStart(facts, list)
    return {
      kind: 'plan',
      name: 'python',
      because: `the source has ${list}`,
      dockerfile: [
        `FROM python:${version}`,
        `WORKDIR ${FOLDER}`,
        // given with a build, it is the index that packages come from
        'ARG PIP_INDEX_URL',
        'ARG PIP_TRUSTED_HOST',
        `ENV PATH=${VENV}/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONUNBUFFERED=1`,
        `RUN python3 -m venv ${VENV}`,
        ...(list === 'requirements.txt' ? fromRequirements(facts) : fromProject(facts)),
        `ENV PORT=${PORT}`,
        `EXPOSE ${PORT}`,
        `CMD ${JSON.stringify(shellWords(start))}`,
        '',
      ].join('\n'),
      ignore: ['.git', '.venv', 'venv', '**/__pycache__'],
      facts: [
        { name: 'python', value: `${version} (${by})` },
        { name: 'packages', value: list },
        { name: 'start', value: start },
      ],
    }
  },
}

const PIP = 'RUN --mount=type=cache,target=/root/.cache/pip pip install'

/** A list that names files or folders of the source needs all of it. */
function fromRequirements(facts: SourceFacts): string[] {
  const text = facts.text('requirements.txt') ?? ''
  const isLocal = /^\s*(?:-[rce]\b|--(?:requirement|constraint|editable)\b|\.|file:)/m.test(text)
  return isLocal
    ? ['COPY . .', `${PIP} -r requirements.txt`]
    : ['COPY requirements.txt ./', `${PIP} -r requirements.txt`, 'COPY . .']
}

/** What it depends on is installed before its code is there, so that code alone installs nothing anew. */
const PRINT_DEPENDENCIES = [
  'import tomllib',
  'project = tomllib.load(open("pyproject.toml", "rb")).get("project", {})',
  'print("\\n".join(project.get("dependencies", [])))',
].join('\n')

function fromProject(facts: SourceFacts): string[] {
  const isPackage = /^\s*\[build-system\]/m.test(facts.text('pyproject.toml') ?? '')
  return [
    'COPY pyproject.toml ./',
    "RUN python3 - > /opt/dependencies <<'LIST'",
    PRINT_DEPENDENCIES,
    'LIST',
    `${PIP} -r /opt/dependencies`,
    'COPY . .',
    ...(isPackage ? [`${PIP} --no-deps .`] : []),
  ]
}

function choosePython(facts: SourceFacts): { version: string; by: string } {
  for (const file of ['.python-version', 'runtime.txt'] as const) {
    const version = /^\s*(?:python-)?(\d+\.\d+)/.exec(facts.text(file) ?? '')?.[1]
    if (version !== undefined) return { version, by: file }
  }
  return { version: USUAL, by: 'nothing asks for another' }
}

function startOf(facts: SourceFacts): string | undefined {
  const file = (['main.py', 'app.py'] as const).find((name) => facts.has(name))
  return file && `python3 ${file}`
}

function nothingToStart(facts: SourceFacts, list: string) {
  const how = facts.has('manage.py')
    ? 'a Procfile with a line as "web: gunicorn project.wsgi" is missing'
    : 'main.py, app.py or a Procfile with a line "web: command" is missing'
  return { kind: 'problem' as const, file: 'Procfile', message: `the source has ${list}, but ${how}` }
}
