'use client'

import type { WebhookDeliveryView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Status, type Tone } from '@berth/ui/status.tsx'
import { Td, Tr } from '@berth/ui/table.tsx'
import { useTranslations } from 'next-intl'
import { When } from '../when.tsx'

const TONES: Readonly<Record<WebhookDeliveryView['state'], Tone>> = {
  waiting: 'busy',
  retrying: 'warn',
  delivered: 'ok',
  failed: 'bad',
}

export function DeliveryRow(props: { delivery: WebhookDeliveryView; busy: boolean; onAgain: () => void }) {
  const t = useTranslations('webhooks')
  const { type, subject, createdAt, state, attempts, answer, nextAt } = props.delivery
  return (
    <Tr>
      <Td>
        <span className="font-mono text-xs">{type}</span>
        <span className="block max-w-64 font-mono text-xs [overflow-wrap:anywhere] text-faint">
          {subject}
        </span>
      </Td>
      <Td label={t('sent')}>
        <When at={createdAt} />
      </Td>
      <Td label={t('state')}>
        <Status tone={TONES[state]}>{t(`deliveryState.${state}`)}</Status>
        {state === 'retrying' && nextAt ? (
          <span className="block text-xs text-muted">
            {t('next')} <When at={nextAt} />
          </span>
        ) : null}
      </Td>
      <Td label={t('answer')}>
        {answer === 'unreachable'
          ? t('unreachable')
          : answer === 'crowded-out'
            ? t('crowdedOut')
            : (answer ?? '–')}
        {attempts > 1 ? (
          <span className="block text-xs text-muted">{t('attempts', { count: attempts })}</span>
        ) : null}
      </Td>
      <Td className="w-px text-right">
        {state === 'delivered' || state === 'failed' ? (
          <Button size="sm" variant="ghost" busy={props.busy} onClick={props.onAgain}>
            {t('again')}
          </Button>
        ) : null}
      </Td>
    </Tr>
  )
}
