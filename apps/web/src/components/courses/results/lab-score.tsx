'use client'

import type { CheckState, LabResult } from '@berth/protocol'
import { Check, CircleDashed, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { withoutMarks } from '../../markdown/split-marks.ts'

/** One mark for each check, in words for who cannot see them, and the points; a click tells of every try. */
export function LabScore({ result, onOpen }: { result: LabResult; onOpen: () => void }) {
  const isTried = result.checks.some(({ at }) => at !== null)
  return (
    <button
      type="button"
      disabled={!isTried}
      onClick={onOpen}
      className="-mx-1 flex flex-wrap items-center gap-1.5 rounded-md px-1 py-0.5 enabled:hover:bg-hover"
    >
      {result.checks.map((check) => (
        <Mark key={check.name} check={check} />
      ))}
      <span className="text-xs text-muted tabular">{result.points}</span>
    </button>
  )
}

function Mark({ check }: { check: CheckState }) {
  const t = useTranslations('courses.results')
  const state = check.passed === null ? 'untried' : check.passed ? 'passed' : 'failed'
  const text = t(state, { check: withoutMarks(check.title) })
  const { icon: Icon, className } = LOOKS[state]
  return (
    <span title={check.message === '' ? text : `${text}: ${check.message}`}>
      <Icon aria-hidden className={className} />
      <span className="sr-only">{text}</span>
    </span>
  )
}

const LOOKS = {
  untried: { icon: CircleDashed, className: 'size-4 text-faint' },
  passed: { icon: Check, className: 'size-4 text-ok' },
  failed: { icon: X, className: 'size-4 text-bad' },
} as const
