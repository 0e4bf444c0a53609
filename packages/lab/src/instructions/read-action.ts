import type { Action } from '../spec/page.ts'
import type { PageParts } from './page-parts.ts'

type Place = PageParts & { readonly wrong: (message: string) => void }

/** Which words stand after `=` in each kind of action. */
const OPTIONS: Readonly<Record<Action['kind'], readonly string[]>> = {
  run: ['terminal', 'container'],
  copy: [],
  open: ['port', 'path'],
  file: ['path', 'container'],
  check: ['name'],
}

const MOST_TEXT = 8192
const MOST_TERMINALS = 8

/** What a fenced block asks for; undefined: it is code to look at, or wrong. */
export function readAction(words: string, content: string, place: Place): Action | undefined {
  const [kind = '', ...rest] = words.split(/\s+/)
  if (!isKind(kind)) return undefined
  const options = new Map<string, string>()
  for (const word of rest) {
    const at = word.indexOf('=')
    // `check hello` is `check name=hello`
    const [key, value] =
      at === -1 ? [OPTIONS[kind].at(0) ?? '', word] : [word.slice(0, at), word.slice(at + 1)]
    if (!OPTIONS[kind].includes(key)) place.wrong(`"${word}" is not known of ${kind}: ${usage(kind)}`)
    options.set(key, value)
  }
  const text = content.replace(/\n$/, '')
  if (text.length > MOST_TEXT) place.wrong(`is longer than ${MOST_TEXT} characters`)
  return { run, copy, open, file, check }[kind](options, text, place)
}

type Read = (options: ReadonlyMap<string, string>, text: string, place: Place) => Action | undefined

const run: Read = (options, text, place) => {
  const terminal = Number(options.get('terminal') ?? 1)
  if (!Number.isInteger(terminal) || terminal < 1 || terminal > MOST_TERMINALS)
    place.wrong(`terminal is a number from 1 to ${MOST_TERMINALS}`)
  if (text.includes('{{'))
    place.wrong('what a terminal runs has no {{names}}: use $BERTH_STUDENT and $BERTH_SANDBOX')
  return { kind: 'run', terminal, container: containerOf(options, place), text }
}

const copy: Read = (_options, text) => ({ kind: 'copy', text })

const open: Read = (options, _text, { containers, wrong }) => {
  const ports = containers.flatMap(({ name, ports: own }) =>
    own.map((port) => ({ container: name, ...port })),
  )
  const asked = options.get('port') ?? ports[0]?.name
  const found = ports.find(({ name }) => name === asked)
  if (!found) {
    wrong(`there is no port ${asked ?? ''}: give it a name below ports of a container`)
    return undefined
  }
  const path = options.get('path') ?? '/'
  if (!/^\/[!-~]{0,1023}$/.test(path)) wrong('path begins with / and has no blanks')
  return { kind: 'open', container: found.container, port: found.name, path }
}

const file: Read = (options, _text, place) => {
  const path = options.get('path') ?? ''
  if (!/^\/[^\p{Cc}]{0,1023}$/u.test(path)) place.wrong('path is one inside the container: begin it with /')
  return { kind: 'file', container: containerOf(options, place) ?? place.containers[0]?.name ?? '', path }
}

const check: Read = (options, _text, { checks, wrong }) => {
  const asked = options.get('name') ?? ''
  const found = checks.find(({ name }) => name === asked)
  if (found) return { kind: 'check', name: found.name, title: found.title }
  wrong(`there is no check ${asked}`)
  return undefined
}

function containerOf(options: ReadonlyMap<string, string>, { containers, wrong }: Place): string | null {
  const asked = options.get('container')
  if (asked === undefined) return null
  if (!containers.some(({ name }) => name === asked)) wrong(`there is no container ${asked}`)
  return asked
}

function usage(kind: Action['kind']): string {
  const known = OPTIONS[kind].map((key) => `${key}=…`).join(' and ')
  return known === '' ? 'it has no options' : `it may have ${known}`
}

function isKind(word: string): word is Action['kind'] {
  return Object.hasOwn(OPTIONS, word)
}
