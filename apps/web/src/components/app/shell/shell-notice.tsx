'use client'

import { Button } from '@berth/ui/button.tsx'
import { useTranslations } from 'next-intl'
import { ErrorCallout } from '../../error-callout.tsx'
import type { TerminalState } from './terminal-session.ts'

/** Says above the terminal why nothing happens in it, and offers the next one. */
export function ShellNotice({ state, onNew }: { state: TerminalState; onNew: () => void }) {
  const t = useTranslations('shell')
  const again = (
    <Button size="sm" variant="primary" onClick={onNew}>
      {t('new')}
    </Button>
  )
  if (state.kind === 'failed') {
    return (
      <div className="p-3">
        <ErrorCallout error={state.error} actions={again} />
      </div>
    )
  }
  if (state.kind === 'lost') {
    return (
      <p role="status" className="border-b bg-warn-soft px-4 py-2 text-sm text-warn">
        {t('lostHint')}
      </p>
    )
  }
  if (state.kind !== 'ended') return null
  return (
    <div
      role="status"
      className="flex flex-wrap items-center justify-between gap-3 border-b bg-surface px-4 py-2 text-sm"
    >
      {endWords(state, t)}
      {again}
    </div>
  )
}

function endWords(
  state: Extract<TerminalState, { kind: 'ended' }>,
  t: ReturnType<typeof useTranslations<'shell'>>,
): string {
  const { end } = state
  switch (end.kind) {
    case 'exit':
      return end.signal === null ? t('exited', { code: end.code ?? 0 }) : t('killed', { signal: end.signal })
    case 'error':
      return t('broke', { message: end.message })
    case 'closed':
      return t('closed')
  }
}
