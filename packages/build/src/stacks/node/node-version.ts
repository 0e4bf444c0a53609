import type { SourceFacts } from '../source-facts.ts'
import type { PackageJson } from './package-json.ts'

/** the newest that the platform makes an image of */
const USUAL = 24
/** the other ones that are kept up for years, newest first */
const OTHERS: readonly number[] = [22, 20, 18, 16]

export type ChosenNode = { readonly major: number; readonly by: string }

/** The major version of Node that a source asks for; engines that allow the usual one get that. Pure. */
export function chooseNode(facts: SourceFacts, { engines }: PackageJson): ChosenNode {
  for (const file of ['.nvmrc', '.node-version'] as const) {
    const major = /^\s*v?(\d+)/.exec(facts.text(file) ?? '')?.[1]
    if (major !== undefined) return { major: Number(major), by: file }
  }
  if (engines.node === undefined) return { major: USUAL, by: 'nothing asks for another' }
  return { major: ofRange(engines.node), by: `engines of package.json: ${engines.node}` }
}

/** Majors only: what an image is called by. */
function ofRange(range: string): number {
  const allowed = (major: number) => range.split('||').some((alternative) => allows(alternative, major))
  const named = [...range.matchAll(/(?<![.\d])v?(\d+)/g)].map(([, major]) => Number(major))
  return [USUAL, ...OTHERS, ...named].find(allowed) ?? USUAL
}

function allows(alternative: string, major: number): boolean {
  const span = /^\s*v?(\d+)\S*\s+-\s+v?(\d+)/.exec(alternative)
  if (span) return Number(span[1]) <= major && major <= Number(span[2])
  const comparators = [...alternative.matchAll(/(>=|<=|>|<|\^|~|=)?\s*v?(\d+|[*xX])(\.\d+)?[^\s|]*/g)]
  return comparators.every(([, sign, text, minor]) => {
    const named = Number(text)
    if (Number.isNaN(named)) return true
    switch (sign) {
      case '>=':
        return major >= named
      case '>':
        return minor === undefined ? major > named : major >= named
      case '<=':
        return major <= named
      case '<':
        return minor === undefined || minor === '.0' ? major < named : major <= named
      default:
        return major === named
    }
  })
}
