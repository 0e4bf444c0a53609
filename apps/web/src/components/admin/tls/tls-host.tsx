'use client'

import type { OwnHostState, OwnHostView } from '@berth/protocol'
import { Fact, Facts } from '@berth/ui/facts.tsx'
import { Status, type Tone } from '@berth/ui/status.tsx'
import { useFormatter, useTranslations } from 'next-intl'
import { When } from '../../when.tsx'

const TONES = {
  secure: 'ok',
  pending: 'busy',
  failed: 'bad',
  expired: 'bad',
  missing: 'warn',
} as const satisfies Record<OwnHostState, Tone>

/** One name of the platform's own. */
export function TlsHost({ host: { host, state, certificate, failure, nextTryAt } }: { host: OwnHostView }) {
  const t = useTranslations('tls')
  const format = useFormatter()
  return (
    <li className="grid grid-cols-1 gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-mono text-sm [overflow-wrap:anywhere]">{host}</span>
        <Status tone={TONES[state]}>{t(`state.${state}`)}</Status>
      </div>
      <Facts>
        {certificate ? (
          <>
            <Fact name={t('until')}>
              {format.dateTime(certificate.notAfter, { dateStyle: 'medium' })}{' '}
              <When at={certificate.notAfter} className="text-muted" />
            </Fact>
            <Fact name={t('issuer')}>
              <span className="[overflow-wrap:anywhere]">{certificate.issuer}</span>
            </Fact>
          </>
        ) : null}
        {failure === null ? null : (
          <Fact name={t('failure')}>
            <span className="text-bad [overflow-wrap:anywhere]">{failure}</span>
          </Fact>
        )}
        {nextTryAt === null ? null : (
          <Fact name={t(certificate && failure === null ? 'renewal' : 'nextTry')}>
            <When at={nextTryAt} />
          </Fact>
        )}
      </Facts>
    </li>
  )
}
