'use client'

import { Button } from '@berth/ui/button.tsx'
import { Callout } from '@berth/ui/callout.tsx'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useErrorText } from '../trpc/use-error-text.ts'

/** A failure in words, its code behind a disclosure, and what one can do about it. */
export function ErrorCallout(props: { error: unknown; onRetry?: () => void; actions?: ReactNode }) {
  const t = useTranslations('common')
  const { title, original, code } = useErrorText()(props.error)
  const retry = props.onRetry ? (
    <Button size="sm" onClick={props.onRetry}>
      {t('tryAgain')}
    </Button>
  ) : null
  return (
    <Callout
      tone="bad"
      role="alert"
      title={title}
      actions={
        retry || props.actions ? (
          <>
            {props.actions}
            {retry}
          </>
        ) : null
      }
    >
      <details className="text-xs text-muted">
        <summary className="w-fit">{t('details')}</summary>
        <p className="mt-1 font-mono [overflow-wrap:anywhere]">
          {code}
          {original ? `: ${original}` : ''}
        </p>
      </details>
    </Callout>
  )
}
