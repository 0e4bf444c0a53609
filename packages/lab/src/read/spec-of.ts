import type { LabText } from '../lab-schema.ts'
import { readPages } from '../instructions/read-pages.ts'
import { readTranslations } from '../instructions/read-translations.ts'
import type { LabContainer, LabEgress, LabSpec } from '../spec/lab-spec.ts'
import { checksOf } from './checks-of.ts'
import { containersOf } from './containers-of.ts'
import type { LabFiles } from './lab-files.ts'
import type { Report } from './report.ts'
import { scriptsOf } from './scripts-of.ts'
import { timesOf } from './times-of.ts'

const MIB = 1024 ** 2
const USUAL = { home: 512 * MIB, connections: 256, bandwidth: 10 * MIB }

/** The lab with all defaults filled in; what does not fit together goes to the report. */
export function specOf(lab: LabText, files: LabFiles, report: Report): LabSpec {
  const containers = containersOf(lab.containers, files, report)
  const parts = { containers, files, report }
  const checks = checksOf(lab.checks ?? [], parts)
  return {
    title: lab.title,
    description: lab.description ?? '',
    containers,
    home: homeOf(lab.home, containers, report),
    egress: egressOf(lab.egress),
    limits: {
      connections: lab.limits?.connections ?? USUAL.connections,
      bandwidth: lab.limits?.bandwidth ?? USUAL.bandwidth,
    },
    times: timesOf(lab.times ?? {}, report),
    scripts: scriptsOf(lab, parts),
    checks,
    pages: readPages(lab.instructions, { ...parts, checks }),
    ...(lab.language === undefined ? {} : { language: lab.language }),
    translations: readTranslations(lab, { ...parts, checks }),
  }
}

function homeOf(wish: LabText['home'], containers: readonly LabContainer[], report: Report): LabSpec['home'] {
  if (wish === 'none') return null
  const parts = typeof wish === 'string' ? { path: wish } : (wish ?? {})
  const asked = 'container' in parts ? parts.container : undefined
  const container = asked === undefined ? containers[0] : containers.find(({ name }) => name === asked)
  if (!container) report.wrong(['home', 'container'], `there is no container ${asked ?? ''}`)
  const user = container?.user?.split(':')[0] ?? null
  const isRoot = user === null || user === 'root' || /^\d+$/.test(user)
  return {
    container: container?.name ?? '',
    path: parts.path ?? (isRoot ? '/root' : `/home/${user}`),
    bytes: ('size' in parts ? parts.size : undefined) ?? USUAL.home,
  }
}

function egressOf(wish: LabText['egress']): LabEgress {
  if (wish === undefined || wish === 'none') return { kind: 'none' }
  return wish === 'open' ? { kind: 'open' } : { kind: 'allow', hosts: wish.allow }
}
