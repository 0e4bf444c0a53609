'use client'

import type { SandboxCheckView, SandboxView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Status } from '@berth/ui/status.tsx'
import { useTranslations } from 'next-intl'
import { Marked } from '../markdown/marked.tsx'
import { withoutMarks } from '../markdown/split-marks.ts'
import { CheckSaid } from './check-said.tsx'
import { useCheck } from './use-check.ts'

/** What is asked of the student, and what the last look at it said. */
export function ChecksPanel(props: {
  sandbox: SandboxView
  /** in the reader's language, by the name of the check; as the lab has them until it is known */
  titles: Readonly<Record<string, string>> | undefined
}) {
  const { sandbox, titles = {} } = props
  const t = useTranslations('sandbox')
  if (sandbox.checks.length === 0) return null
  const checks = sandbox.checks.map((check) => ({ ...check, title: titles[check.name] ?? check.title }))
  return (
    <section aria-label={t('checks')} className="grid grid-cols-1 gap-2 border-t pt-4">
      <h2 className="text-sm font-semibold">{t('checks')}</h2>
      <ul className="grid grid-cols-1 gap-2">
        {checks.map((check) => (
          <CheckItem key={check.name} check={check} />
        ))}
      </ul>
      <CheckSaid checks={checks} />
    </section>
  )
}

function CheckItem({ check }: { check: SandboxCheckView }) {
  const t = useTranslations('sandbox')
  const { busy, run } = useCheck()
  const { result } = check
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border px-3 py-2">
      <span className="min-w-0 flex-1 basis-40 text-sm">
        <Marked text={check.title} />
        {check.points > 0 ? (
          <span className="ml-2 text-xs text-muted">{t('points', { points: check.points })}</span>
        ) : null}
        {result && !result.passed && result.message !== '' ? (
          <span className="block text-xs [overflow-wrap:anywhere] text-bad">{result.message}</span>
        ) : null}
      </span>
      {result === null ? null : (
        <Status tone={result.passed ? 'ok' : 'bad'}>{t(result.passed ? 'passed' : 'failed')}</Status>
      )}
      <Button
        size="sm"
        busy={busy}
        aria-label={t('checkOf', { check: withoutMarks(check.title) })}
        onClick={() => run(check.name)}
      >
        {t('check')}
      </Button>
    </li>
  )
}
