'use client'

import type { BuildDetailView } from '@berth/protocol'
import { Callout } from '@berth/ui/callout.tsx'
import { useTranslations } from 'next-intl'
import { QuotedLine } from './quoted-line.tsx'

/** Why it failed, and what it warns of, each with its line. */
export function BuildNotes(props: { build: Pick<BuildDetailView, 'failure' | 'warnings' | 'state'> }) {
  const t = useTranslations('builds')
  const { failure, warnings, state } = props.build
  const isBad = state === 'failed'
  return (
    <>
      {failure ? (
        <Callout tone={isBad ? 'bad' : 'info'} title={t(`failure.${failure.kind}`)}>
          <p className="[overflow-wrap:anywhere]">{failure.message}</p>
          {failure.file !== undefined && failure.line !== undefined ? (
            <QuotedLine file={failure.file} line={failure.line} column={failure.column} text={failure.text} />
          ) : null}
        </Callout>
      ) : null}
      {warnings.length > 0 ? (
        <Callout tone="warn" title={t('warnings', { count: warnings.length })}>
          <ul className="grid gap-3">
            {warnings.map(({ rule, message, file, line, column, text }) => (
              <li key={`${rule} ${file} ${line} ${column}`} className="grid gap-1">
                <span>
                  {message} <span className="text-xs text-muted">{rule}</span>
                </span>
                <QuotedLine file={file} line={line} column={column} text={text} />
              </li>
            ))}
          </ul>
        </Callout>
      ) : null}
    </>
  )
}
