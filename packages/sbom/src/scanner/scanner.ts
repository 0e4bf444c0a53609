import { type FindingCounts, SEVERITIES, type Severity } from '@berth/core'
import { z } from 'zod'

const short = z.string().min(1).max(256)

/** What a scanner answers; docs/reference/scanner.md. What it says beside these fields is dropped. */
export const reportSchema = z.object({
  scanner: z.object({ name: short, version: short }),
  findings: z
    .array(
      z.object({
        /** `CVE-2024-1234` */
        id: short,
        package: short,
        version: short,
        severity: z.enum(SEVERITIES),
        fixedIn: short.optional(),
        url: z
          .url({ protocol: /^https?$/ })
          .max(2000)
          .optional(),
      }),
    )
    .max(20_000),
})
export type Report = z.infer<typeof reportSchema>

/** Looks for weaknesses in what an SPDX document names. Errors: scanner.failed. */
export type Scanner = (document: string, signal: AbortSignal) => Promise<Report>

/** How many there are of each severity, the worst first. */
export function countFindings({ findings }: Report): FindingCounts {
  const count = (severity: Severity) => findings.filter((each) => each.severity === severity).length
  return {
    critical: count('critical'),
    high: count('high'),
    medium: count('medium'),
    low: count('low'),
    unknown: count('unknown'),
  }
}
