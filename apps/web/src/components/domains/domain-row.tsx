'use client'

import type { DomainState, DomainView } from '@berth/protocol'
import { Button } from '@berth/ui/button.tsx'
import { Status, type Tone } from '@berth/ui/status.tsx'
import { useTranslations } from 'next-intl'
import { useMay } from '../../session/use-may.ts'
import { When } from '../when.tsx'

const TONES: Readonly<Record<DomainState, Tone>> = {
  plain: 'none',
  pending: 'busy',
  secure: 'ok',
  failed: 'warn',
  expired: 'bad',
}

/** A host, whether it is secure and until when, and what its owner has to do if it is not. */
export function DomainRow(props: {
  domain: DomainView
  target: string
  onAct: (act: 'settings' | 'check' | 'certificate') => void
}) {
  const t = useTranslations('domains')
  const mayChange = useMay()('app:deploy')
  const { host, state, redirectTo, certificate, failure, nextTryAt, ownership } = props.domain
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5 text-sm">
      <span className="min-w-0 flex-1 basis-60">
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-mono break-all">{host}</span>
          <Status tone={TONES[state]}>{t(`stateOf.${state}`)}</Status>
        </span>
        <span className="block text-xs text-muted [overflow-wrap:anywhere]">
          {redirectTo === null ? null : (
            <span className="block">{t('redirected', { host: redirectTo })}</span>
          )}
          {certificate ? (
            <>
              {t(certificate.source)} · {t('until')} <When at={certificate.notAfter} />
            </>
          ) : (
            t('point', { host, target: props.target })
          )}
          {/* the authority is about to prove what is pending */}
          {ownership.proven || state === 'pending' ? null : (
            <span className="mt-1 block">
              {t('unproven')} <When at={ownership.openAt} />. {t('unprovenRecord')}{' '}
              <code className="break-all">
                {ownership.record.name} TXT &quot;{ownership.record.value}&quot;
              </code>
            </span>
          )}
          {failure === null ? null : (
            <span className="mt-1 block text-warn">
              {t('failure', { reason: failure })}{' '}
              {nextTryAt ? (
                <>
                  {t('again')} <When at={nextTryAt} />
                </>
              ) : null}
            </span>
          )}
        </span>
      </span>
      <span className="flex flex-wrap gap-1">
        {(['check', 'certificate', 'settings'] as const).map((act) => (
          <Button key={act} size="sm" variant="ghost" disabled={!mayChange} onClick={() => props.onAct(act)}>
            {t(act)}
          </Button>
        ))}
      </span>
    </li>
  )
}
