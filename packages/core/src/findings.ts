/** What a scanner found in an image, as it stands beside it: docs/reference/scanner.md. The worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'unknown'] as const
export type Severity = (typeof SEVERITIES)[number]

export const FINDINGS_MEDIA_TYPE = 'application/vnd.berth.findings.v1+json'

export type FindingCounts = Readonly<Record<Severity, number>>

const PREFIX = 'dev.berth.findings.'
const SCANNER = 'dev.berth.scanner'
const MOST = 20_000

/** The annotations of the document, so that nobody must open it to count. */
export function findingsAnnotations(counts: FindingCounts, scanner: string): Record<string, string> {
  const pairs = SEVERITIES.map((severity) => [`${PREFIX}${severity}`, String(counts[severity])] as const)
  return { ...Object.fromEntries(pairs), [SCANNER]: scanner }
}

/** What these annotations say; undefined when they are others. */
export function readFindings(
  annotations: Readonly<Record<string, unknown>>,
): { readonly counts: FindingCounts; readonly scanner: string } | undefined {
  const scanner = annotations[SCANNER]
  const count = (severity: Severity) => Number(annotations[`${PREFIX}${severity}`] ?? Number.NaN)
  const counts = {
    critical: count('critical'),
    high: count('high'),
    medium: count('medium'),
    low: count('low'),
    unknown: count('unknown'),
  }
  const isCount = (n: number) => Number.isInteger(n) && n >= 0 && n <= MOST
  return typeof scanner === 'string' && Object.values(counts).every(isCount) ? { counts, scanner } : undefined
}
