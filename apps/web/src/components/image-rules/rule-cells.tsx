'use client'

import { Button } from '@berth/ui/button.tsx'
import { Td } from '@berth/ui/table.tsx'
import { useTranslations } from 'next-intl'
import { ErrorCallout } from '../error-callout.tsx'

type Removal = { readonly isPending: boolean; readonly error: unknown }

/** How the row of every rule ends: who made it, and the way to remove it. */
export function RuleCells(props: {
  pattern: string
  createdBy: string
  mayChange: boolean
  removal: Removal
  onRemove: () => void
}) {
  const t = useTranslations('imageRules')
  const { pattern, removal } = props
  return (
    <>
      <Td label={t('by')} className="text-xs text-muted">
        {props.createdBy}
      </Td>
      <Td className="w-px text-right">
        {props.mayChange ? (
          <Button
            size="sm"
            variant="ghost"
            busy={removal.isPending}
            aria-label={t('removeOf', { pattern })}
            onClick={props.onRemove}
          >
            {t('remove')}
          </Button>
        ) : null}
        {removal.error ? <ErrorCallout error={removal.error} /> : null}
      </Td>
    </>
  )
}
