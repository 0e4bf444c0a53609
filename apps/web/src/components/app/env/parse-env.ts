export type EnvParse = {
  readonly values: Readonly<Record<string, string>>
  readonly badLines: readonly number[]
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * Reads the text of a `.env` file: `KEY=value`, an optional `export`, comments, single quotes (as they are) and
 * double quotes (with \n, \t, \" and \\), both over several lines. Lines that are none of these are named by number.
 */
export function parseEnv(text: string): EnvParse {
  const values: Record<string, string> = {}
  const badLines: number[] = []
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  for (let i = 0; i < lines.length; i++) {
    const line = (lines[i] ?? '').trim()
    if (line === '' || line.startsWith('#')) continue
    const [name, rest] = splitAssignment(line)
    if (name === null) {
      badLines.push(i + 1)
      continue
    }
    const first = i
    let raw = rest
    while (isOpenQuote(raw) && i + 1 < lines.length) raw += `\n${lines[++i] ?? ''}`
    if (isOpenQuote(raw)) {
      badLines.push(first + 1)
      i = first
      continue
    }
    values[name] = unquote(raw)
  }
  return { values, badLines }
}

function splitAssignment(line: string): [name: string | null, rest: string] {
  const at = line.indexOf('=')
  const name = line
    .slice(0, Math.max(at, 0))
    .replace(/^export\s+/, '')
    .trim()
  return NAME.test(name) ? [name, line.slice(at + 1).trim()] : [null, '']
}

function isOpenQuote(raw: string): boolean {
  const quote = raw[0]
  if (quote !== '"' && quote !== "'") return false
  return closingQuote(raw, quote) < 0
}

function closingQuote(raw: string, quote: string): number {
  for (let i = 1; i < raw.length; i++) {
    if (quote === '"' && raw[i] === '\\') i++
    else if (raw[i] === quote) return i
  }
  return -1
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' }

function unquote(raw: string): string {
  const quote = raw[0]
  if (quote === "'") return raw.slice(1, closingQuote(raw, quote))
  if (quote === '"') {
    return raw
      .slice(1, closingQuote(raw, quote))
      .replace(/\\(.)/gs, (whole, char: string) => ESCAPES[char] ?? whole)
  }
  return raw.replace(/\s+#.*$/, '')
}
